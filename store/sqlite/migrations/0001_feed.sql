-- The log. Its newest cursor and the floor below which entries may be missing.
CREATE TABLE log (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  newest INTEGER NOT NULL,
  floor  INTEGER NOT NULL
);
INSERT INTO log VALUES (1, 0, 0);

CREATE TABLE entries (
  cursor       INTEGER PRIMARY KEY,
  shard        TEXT    NOT NULL,
  chain_id     INTEGER NOT NULL,
  id           TEXT    NOT NULL,
  type         TEXT    NOT NULL,
  subject      TEXT    NOT NULL,
  block_number INTEGER NOT NULL,
  block_hash   BLOB    NOT NULL,
  block_time   INTEGER NOT NULL,
  tx_hash      BLOB,
  log_index    INTEGER,
  status       TEXT    NOT NULL,
  data         BLOB    NOT NULL
);
CREATE INDEX entries_by_type  ON entries (type, cursor);
CREATE INDEX entries_by_chain ON entries (chain_id, cursor);

-- What was said last about every subject.
CREATE TABLE subjects (
  shard   TEXT    NOT NULL,
  type    TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  cursor  INTEGER NOT NULL,
  PRIMARY KEY (shard, type, subject)
) WITHOUT ROWID;
CREATE INDEX subjects_by_cursor ON subjects (cursor);

-- Where every shard stands, and the blocks that it may have to go back through.
CREATE TABLE tips (
  shard  TEXT    PRIMARY KEY,
  number INTEGER NOT NULL,
  hash   BLOB    NOT NULL,
  time   INTEGER NOT NULL,
  safe   INTEGER NOT NULL,
  final  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE blocks (
  shard  TEXT    NOT NULL,
  number INTEGER NOT NULL,
  hash   BLOB    NOT NULL,
  PRIMARY KEY (shard, number)
) WITHOUT ROWID;

-- Facts of blocks that are not final, as long as nothing withdrew them.
CREATE TABLE facts (
  shard        TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  block_number INTEGER NOT NULL,
  cursor       INTEGER NOT NULL,
  PRIMARY KEY (shard, id)
) WITHOUT ROWID;
CREATE INDEX facts_by_cursor ON facts (cursor);
CREATE INDEX facts_by_block  ON facts (shard, block_number);

-- Derived from the log, and kept when its entries are dropped.
CREATE TABLE liquidations (
  seq              INTEGER PRIMARY KEY,
  shard            TEXT    NOT NULL,
  id               TEXT    NOT NULL,
  chain_id         INTEGER NOT NULL,
  protocol         TEXT    NOT NULL,
  account          BLOB    NOT NULL,
  liquidator       BLOB    NOT NULL,
  collateral_asset BLOB    NOT NULL,
  debt_asset       BLOB    NOT NULL,
  block_number     INTEGER NOT NULL,
  time             INTEGER NOT NULL,
  debt_usd         REAL,
  reverted         INTEGER NOT NULL,
  data             BLOB    NOT NULL
);
CREATE UNIQUE INDEX liquidations_by_id ON liquidations (shard, id);
CREATE INDEX liquidations_by_time       ON liquidations (time, seq, debt_usd, chain_id, protocol);
CREATE INDEX liquidations_by_account    ON liquidations (account, time, seq);
CREATE INDEX liquidations_by_liquidator ON liquidations (liquidator, time, seq);
CREATE INDEX liquidations_by_collateral ON liquidations (collateral_asset, time, seq);
CREATE INDEX liquidations_by_debt       ON liquidations (debt_asset, time, seq);

CREATE TABLE consumers (
  name   TEXT    PRIMARY KEY,
  cursor INTEGER NOT NULL
) WITHOUT ROWID;
