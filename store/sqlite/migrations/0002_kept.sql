-- The state of consumers, beside their place.
ALTER TABLE consumers ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
CREATE TABLE kept (
  consumer TEXT NOT NULL,
  key      TEXT NOT NULL,
  value    BLOB NOT NULL,
  PRIMARY KEY (consumer, key)
) WITHOUT ROWID;
