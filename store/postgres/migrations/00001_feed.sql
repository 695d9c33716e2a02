-- +goose Up

-- The log. Its newest cursor, the floor below which entries may be missing, and
-- the cursor after which it began. Whoever writes locks this row first.
CREATE TABLE log (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),
  newest bigint  NOT NULL DEFAULT 0,
  floor  bigint  NOT NULL DEFAULT 0,
  base   bigint  NOT NULL DEFAULT 0
);
INSERT INTO log DEFAULT VALUES;

CREATE TABLE entries (
  cursor       bigint PRIMARY KEY,
  shard        text   NOT NULL,
  chain_id     bigint NOT NULL,
  id           text   NOT NULL,
  type         text   NOT NULL,
  subject      text   NOT NULL,
  block_number bigint NOT NULL,
  block_hash   bytea  NOT NULL,
  block_time   bigint NOT NULL,
  tx_hash      bytea,
  log_index    bigint,
  status       text   NOT NULL,
  data         bytea  NOT NULL
);
CREATE INDEX entries_by_type  ON entries (type, cursor);
CREATE INDEX entries_by_chain ON entries (chain_id, cursor);

-- What was said last about every subject.
CREATE TABLE subjects (
  shard   text   NOT NULL,
  type    text   NOT NULL,
  subject text   NOT NULL,
  cursor  bigint NOT NULL,
  PRIMARY KEY (shard, type, subject)
);
CREATE INDEX subjects_by_cursor ON subjects (cursor);

-- Where every shard stands, and the blocks that it may have to go back through.
CREATE TABLE tips (
  shard  text   PRIMARY KEY,
  number bigint NOT NULL,
  hash   bytea  NOT NULL,
  time   bigint NOT NULL,
  safe   bigint NOT NULL,
  final  bigint NOT NULL
);
CREATE TABLE blocks (
  shard  text   NOT NULL,
  number bigint NOT NULL,
  hash   bytea  NOT NULL,
  PRIMARY KEY (shard, number)
);

-- Facts of blocks that are not final, as long as nothing withdrew them.
CREATE TABLE facts (
  shard        text   NOT NULL,
  id           text   NOT NULL,
  block_number bigint NOT NULL,
  cursor       bigint NOT NULL,
  PRIMARY KEY (shard, id)
);
CREATE INDEX facts_by_cursor ON facts (cursor);
CREATE INDEX facts_by_block  ON facts (shard, block_number);

-- Derived from the log, and kept when its entries are dropped. Debt and
-- collateral are in 1e-8 dollars; NULL is unknown.
CREATE TABLE liquidations (
  seq              bigint  PRIMARY KEY,
  shard            text    NOT NULL,
  id               text    NOT NULL,
  chain_id         bigint  NOT NULL,
  protocol         text    NOT NULL,
  account          bytea   NOT NULL,
  liquidator       bytea   NOT NULL,
  collateral_asset bytea   NOT NULL,
  debt_asset       bytea   NOT NULL,
  side             text    NOT NULL,
  block_number     bigint  NOT NULL,
  time             bigint  NOT NULL,
  debt             numeric,
  collateral       numeric,
  reverted         boolean NOT NULL,
  data             bytea   NOT NULL
);
CREATE UNIQUE INDEX liquidations_by_id  ON liquidations (shard, id);
CREATE INDEX liquidations_by_time       ON liquidations (time, seq);
CREATE INDEX liquidations_by_account    ON liquidations (account, time, seq);
CREATE INDEX liquidations_by_liquidator ON liquidations (liquidator, time, seq);
CREATE INDEX liquidations_by_collateral ON liquidations (collateral_asset, time, seq);
CREATE INDEX liquidations_by_debt       ON liquidations (debt_asset, time, seq);

-- The place of consumers, how often they committed, and their state.
CREATE TABLE consumers (
  name    text   PRIMARY KEY,
  cursor  bigint NOT NULL,
  version bigint NOT NULL DEFAULT 0
);
CREATE TABLE kept (
  consumer text  NOT NULL,
  key      text  NOT NULL,
  value    bytea NOT NULL,
  PRIMARY KEY (consumer, key)
);

-- Who may write what a name stands for: the epoch counts the owners, appended the
-- steps that the present one has stored.
CREATE TABLE leases (
  name     text        PRIMARY KEY,
  epoch    bigint      NOT NULL,
  appended bigint      NOT NULL DEFAULT 0,
  owner    text        NOT NULL,
  since    timestamptz NOT NULL DEFAULT now()
);

-- The channel on which the log's newest cursor is told.
-- +goose StatementBegin
CREATE FUNCTION log_channel() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'brink_' || md5(current_schema()) $$;
-- +goose StatementEnd

-- hold lets the owner of a lease pass and keeps others from taking it until the
-- transaction ends. BR001 for a former owner; without a name anybody passes.
-- +goose StatementBegin
CREATE FUNCTION hold(_lease text, _epoch bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  _is leases;
BEGIN
  IF _lease IS NULL THEN
    RETURN;
  END IF;
  SELECT * INTO _is FROM leases WHERE name = _lease FOR UPDATE;
  IF _is.epoch IS DISTINCT FROM _epoch THEN
    RAISE EXCEPTION 'lease % was taken over by %', _lease, _is.owner USING ERRCODE = 'BR001';
  END IF;
END $$;
-- +goose StatementEnd

-- add_entries numbers entries and keeps what is derived from them. Their cursors,
-- and those of facts, count from 1 within the call. The caller has the log's row.
-- +goose StatementBegin
CREATE FUNCTION add_entries(_shard text, _entries json, _facts json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  _before bigint;
  _newest bigint;
  f record;
BEGIN
  SELECT newest INTO _before FROM log;
  INSERT INTO entries
    SELECT _before + e.cursor, _shard, e.chain_id, e.id, e.type, e.subject, e.block_number, e.block_hash, e.block_time,
      e.tx_hash, e.log_index, e.status, e.data
    FROM json_populate_recordset(NULL::entries, _entries) e;
  GET DIAGNOSTICS _newest = ROW_COUNT;
  _newest := _before + _newest;
  IF _newest = _before THEN
    RETURN _newest;
  END IF;
  INSERT INTO subjects
    SELECT _shard, e.type, e.subject, max(e.cursor) FROM entries e WHERE e.cursor > _before GROUP BY e.type, e.subject
    ON CONFLICT (shard, type, subject) DO UPDATE SET cursor = excluded.cursor;
  FOR f IN SELECT * FROM json_to_recordset(_facts) AS f(cursor bigint, id text, block_number bigint, withdrawn boolean,
      liquidation json) ORDER BY 1 LOOP
    IF f.withdrawn THEN
      DELETE FROM facts WHERE shard = _shard AND id = f.id;
      UPDATE liquidations SET reverted = true WHERE shard = _shard AND id = f.id;
      CONTINUE;
    END IF;
    INSERT INTO facts VALUES (_shard, f.id, f.block_number, _before + f.cursor)
      ON CONFLICT (shard, id) DO UPDATE SET block_number = excluded.block_number, cursor = excluded.cursor;
    -- The log of a block that came back is the same liquidation again, at its old place.
    INSERT INTO liquidations
      SELECT _before + f.cursor, _shard, l.id, l.chain_id, l.protocol, l.account, l.liquidator, l.collateral_asset, l.debt_asset,
        l.side, l.block_number, l.time, l.debt, l.collateral, false, l.data
      FROM json_populate_record(NULL::liquidations, f.liquidation) l WHERE l.id IS NOT NULL
      ON CONFLICT (shard, id) DO UPDATE SET reverted = false, side = excluded.side, debt = excluded.debt,
        collateral = excluded.collateral, data = excluded.data;
  END LOOP;
  UPDATE log SET newest = _newest;
  PERFORM pg_notify(log_channel(), _newest::text);
  RETURN _newest;
END $$;
-- +goose StatementEnd

-- append_batch is one step of a shard, after so many others of this owner. BR001
-- when the shard's tip is not where the step comes from. A step whose answer was
-- lost is told again and changes nothing.
-- +goose StatementBegin
CREATE FUNCTION append_batch(_lease text, _epoch bigint, _appended bigint, _shard text, _from bigint, _from_hash bytea, _to bigint, _to_hash bytea, _time bigint,
  _safe bigint, _final bigint, _resync boolean, _path json, _entries json, _facts json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  _old tips;
  _cursor bigint;
BEGIN
  SELECT newest INTO _cursor FROM log FOR UPDATE;
  PERFORM hold(_lease, _epoch);
  UPDATE leases SET appended = _appended + 1 WHERE name = _lease AND appended = _appended;
  IF NOT FOUND AND _lease IS NOT NULL THEN
    RETURN _cursor;
  END IF;
  SELECT * INTO _old FROM tips WHERE shard = _shard;
  IF NOT FOUND THEN
    -- Where an undo of the first batch leads back to.
    INSERT INTO blocks VALUES (_shard, _from, _from_hash);
  ELSIF _old.number <> _from OR _old.hash <> _from_hash THEN
    RAISE EXCEPTION 'it is at block % %', _old.number, encode(_old.hash, 'hex') USING ERRCODE = 'BR001';
  ELSIF NOT _resync THEN
    _final := greatest(_final, _old.final);
  END IF;
  INSERT INTO tips VALUES (_shard, _to, _to_hash, _time, greatest(_safe, _final), _final)
    ON CONFLICT (shard) DO UPDATE SET number = excluded.number, hash = excluded.hash, time = excluded.time,
      safe = excluded.safe, final = excluded.final;
  -- What is above the new tip was undone; a path takes the place of all.
  DELETE FROM blocks WHERE shard = _shard AND (number >= _to OR json_array_length(_path) > 0);
  INSERT INTO blocks SELECT _shard, p.number, p.hash FROM json_populate_recordset(NULL::blocks, _path) p WHERE p.number <> _to
    UNION ALL SELECT _shard, _to, _to_hash;
  DELETE FROM blocks WHERE shard = _shard AND number <
    (SELECT max(b.number) FROM blocks b WHERE b.shard = _shard AND b.number <= _final);
  _cursor := add_entries(_shard, _entries, _facts);
  -- Last: an entry of this very batch may be of a block that is final by now.
  DELETE FROM facts WHERE shard = _shard AND block_number <= _final;
  RETURN _cursor;
END $$;
-- +goose StatementEnd

-- commit_consumer is what a consumer did, knows and has heard. BR001 when
-- another commit came first.
-- +goose StatementBegin
CREATE FUNCTION commit_consumer(_lease text, _epoch bigint, _consumer text, _version bigint, _cursor bigint, _set json,
  _drop text[], _entries json, _facts json) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  _is bigint;
BEGIN
  PERFORM 1 FROM log FOR UPDATE;
  PERFORM hold(_lease, _epoch);
  SELECT version INTO _is FROM consumers WHERE name = _consumer;
  IF coalesce(_is, 0) <> _version THEN
    RAISE EXCEPTION 'there are % commits, not %', coalesce(_is, 0), _version USING ERRCODE = 'BR001';
  END IF;
  INSERT INTO consumers VALUES (_consumer, _cursor, _version + 1)
    ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor, version = excluded.version;
  DELETE FROM kept WHERE consumer = _consumer AND key = ANY (_drop);
  INSERT INTO kept SELECT _consumer, k.key, k.value FROM json_populate_recordset(NULL::kept, _set) k
    ON CONFLICT (consumer, key) DO UPDATE SET value = excluded.value;
  RETURN add_entries(_consumer, _entries, _facts);
END $$;
-- +goose StatementEnd

-- trim_log looks at up to _stride entries after a cursor and drops what may go,
-- except among the newest _keep.
-- +goose StatementBegin
CREATE FUNCTION trim_log(_after bigint, _keep bigint, _stride bigint, OUT reached bigint, OUT done boolean) LANGUAGE plpgsql AS $$
DECLARE
  _end bigint;
BEGIN
  SELECT greatest(newest - _keep, 0) INTO _end FROM log FOR UPDATE;
  SELECT coalesce(max(e.cursor), _end) INTO reached FROM
    (SELECT cursor FROM entries WHERE cursor > _after AND cursor <= _end ORDER BY cursor LIMIT _stride) e;
  done := reached >= _end;
  UPDATE log SET floor = greatest(floor, reached);
  DELETE FROM entries e WHERE e.cursor > _after AND e.cursor <= reached
    AND NOT EXISTS (SELECT 1 FROM subjects s WHERE s.cursor = e.cursor)
    AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.cursor = e.cursor);
END $$;
-- +goose StatementEnd
