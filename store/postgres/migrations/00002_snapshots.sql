-- +goose Up

-- What shortens a restart, in parts; the newest generation is in snapshots.
CREATE TABLE snapshots (
  name       text   PRIMARY KEY,
  generation bigint NOT NULL
);
CREATE TABLE snapshot_parts (
  name       text   NOT NULL,
  generation bigint NOT NULL,
  part       bigint NOT NULL,
  data       bytea  NOT NULL,
  PRIMARY KEY (name, generation, part)
);
ALTER TABLE snapshot_parts ALTER COLUMN data SET STORAGE EXTERNAL;

-- publish_snapshot makes a generation the one to load, and drops all others.
-- +goose StatementBegin
CREATE FUNCTION publish_snapshot(_lease text, _epoch bigint, _name text, _generation bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hold(_lease, _epoch);
  INSERT INTO snapshots VALUES (_name, _generation) ON CONFLICT (name) DO UPDATE SET generation = excluded.generation;
  DELETE FROM snapshot_parts WHERE name = _name AND generation <> _generation;
END $$;
-- +goose StatementEnd
