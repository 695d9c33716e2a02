-- +goose Up

-- commit_history is commit_past that first takes back what was found of a shard's past above a block, where another
-- branch has become final; null takes nothing back.
-- +goose StatementBegin
CREATE FUNCTION commit_history(_lease text, _epoch bigint, _consumer text, _version bigint, _cursor bigint, _set json,
  _drop text[], _entries json, _facts json, _shard text, _past json, _above bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  UPDATE liquidations SET reverted = true WHERE shard = _shard AND seq < 0 AND block_number > _above;
  RETURN commit_past(_lease, _epoch, _consumer, _version, _cursor, _set, _drop, _entries, _facts, _shard, _past);
END $$;
-- +goose StatementEnd
