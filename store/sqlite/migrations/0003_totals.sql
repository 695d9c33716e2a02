-- What totals are made of stands in the index by time, in 1e-8 dollars; NULL is
-- unknown, or more than the column holds.
ALTER TABLE liquidations ADD COLUMN side TEXT NOT NULL DEFAULT '';
ALTER TABLE liquidations ADD COLUMN debt INTEGER;
ALTER TABLE liquidations ADD COLUMN collateral INTEGER;

CREATE TEMP TABLE parts AS SELECT seq,
  coalesce(json_extract(CAST(data AS TEXT), '$.side'), '') AS side,
  json_extract(CAST(data AS TEXT), '$.debt_usd') AS debt,
  json_extract(CAST(data AS TEXT), '$.collateral_usd') AS collateral
FROM liquidations;
UPDATE liquidations SET side = p.side,
  debt = CASE WHEN instr(p.debt, '.') BETWEEN 2 AND 11 THEN
    CAST(substr(p.debt, 1, instr(p.debt, '.') - 1) AS INTEGER) * 100000000
    + CAST(substr(substr(p.debt, instr(p.debt, '.') + 1) || '00000000', 1, 8) AS INTEGER) END,
  collateral = CASE WHEN instr(p.collateral, '.') BETWEEN 2 AND 11 THEN
    CAST(substr(p.collateral, 1, instr(p.collateral, '.') - 1) AS INTEGER) * 100000000
    + CAST(substr(substr(p.collateral, instr(p.collateral, '.') + 1) || '00000000', 1, 8) AS INTEGER) END
FROM parts p WHERE p.seq = liquidations.seq;
DROP TABLE parts;

DROP INDEX liquidations_by_time;
CREATE INDEX liquidations_by_time ON liquidations (time, seq, debt_usd, chain_id, protocol, reverted, side, account,
  liquidator, collateral_asset, debt, collateral);
