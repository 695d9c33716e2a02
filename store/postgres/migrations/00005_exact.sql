-- +goose Up

-- What was found of the past was read from the contracts as of the block before: where its dollars are known, what
-- the log tells of the same liquidation later is no more exact, and isn't put in its place.
-- +goose StatementBegin
CREATE FUNCTION leave_as_is() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
-- +goose StatementEnd
CREATE TRIGGER liquidations_exact BEFORE UPDATE ON liquidations FOR EACH ROW
  WHEN (old.seq < 0 AND old.debt IS NOT NULL AND NOT old.reverted AND NOT new.reverted) EXECUTE FUNCTION leave_as_is();
