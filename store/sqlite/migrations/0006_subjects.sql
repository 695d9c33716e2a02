-- Whether an entry is the last word on its subject is told by the subject's own
-- row. The index would be changed in another place for each entry of a block.
DROP INDEX subjects_by_cursor;
