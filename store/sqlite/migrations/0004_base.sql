-- The cursor after which the log began: with one of its own, no cursor of a
-- log that is gone can be taken for one of this.
ALTER TABLE log ADD COLUMN base INTEGER NOT NULL DEFAULT 0;
