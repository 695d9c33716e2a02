-- What totals are made of, packed by hours: a week is some hundred rows then. The
-- packs are filled from the liquidations that stand.
CREATE TABLE packs (
  id   INTEGER PRIMARY KEY, -- the hour since 1970 times 2^20, and a number within it
  rows BLOB    NOT NULL
);

DROP INDEX liquidations_by_time;
CREATE INDEX liquidations_by_time ON liquidations (time, seq, debt_usd, chain_id, protocol);
