-- +goose Up

-- add_past lists liquidations that the log doesn't hold, in their order and before
-- all that are there: they have negative numbers, and were final when they were
-- found. One that is listed already is left as it is.
-- +goose StatementBegin
CREATE FUNCTION add_past(_shard text, _past json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  _before bigint;
BEGIN
  SELECT least(0, coalesce(min(seq), 0)) - json_array_length(_past) - 1 INTO _before FROM liquidations;
  INSERT INTO liquidations
    SELECT _before + l.seq, _shard, l.id, l.chain_id, l.protocol, l.account, l.liquidator, l.collateral_asset, l.debt_asset,
      l.side, l.block_number, l.time, l.debt, l.collateral, false, l.data
    FROM json_populate_recordset(NULL::liquidations, _past) l
    ON CONFLICT (shard, id) DO UPDATE SET reverted = false, side = excluded.side, debt = excluded.debt,
      collateral = excluded.collateral, data = excluded.data WHERE liquidations.reverted;
END $$;
-- +goose StatementEnd

-- commit_past is commit_consumer with liquidations of a shard's past.
-- +goose StatementBegin
CREATE FUNCTION commit_past(_lease text, _epoch bigint, _consumer text, _version bigint, _cursor bigint, _set json,
  _drop text[], _entries json, _facts json, _shard text, _past json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  _newest bigint;
BEGIN
  _newest := commit_consumer(_lease, _epoch, _consumer, _version, _cursor, _set, _drop, _entries, _facts);
  IF json_array_length(_past) > 0 THEN
    PERFORM add_past(_shard, _past);
  END IF;
  RETURN _newest;
END $$;
-- +goose StatementEnd

-- step_batch is append_batch that takes back, when a shard's final blocks were, what
-- was found of the past above the block that it goes back to: no entry withdraws it.
-- +goose StatementBegin
CREATE FUNCTION step_batch(_lease text, _epoch bigint, _appended bigint, _shard text, _from bigint, _from_hash bytea, _to bigint, _to_hash bytea, _time bigint,
  _safe bigint, _final bigint, _resync boolean, _path json, _entries json, _facts json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  _newest bigint;
BEGIN
  _newest := append_batch(_lease, _epoch, _appended, _shard, _from, _from_hash, _to, _to_hash, _time, _safe, _final, _resync,
    _path, _entries, _facts);
  IF _resync THEN
    UPDATE liquidations SET reverted = true WHERE shard = _shard AND seq < 0 AND block_number > _to;
  END IF;
  RETURN _newest;
END $$;
-- +goose StatementEnd
