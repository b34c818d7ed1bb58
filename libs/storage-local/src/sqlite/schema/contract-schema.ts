/** What the pages of a generation taught of its stream's fields, what people accepted of a stream, and what pages were set aside for. */
export const contractSchema = `
CREATE TABLE lessons (
  generation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  run TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (generation, seq, idx, run)
) WITHOUT ROWID;

CREATE TABLE acceptances (
  stream_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (stream_id, field, type)
) WITHOUT ROWID;

ALTER TABLE pages ADD COLUMN reason TEXT;
`;
