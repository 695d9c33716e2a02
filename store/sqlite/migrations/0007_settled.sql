-- Up to where subjects tells who was last: of what came after, the entries do. Each
-- entry of a block would change subjects in another place.
ALTER TABLE log ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
UPDATE log SET settled = newest;
