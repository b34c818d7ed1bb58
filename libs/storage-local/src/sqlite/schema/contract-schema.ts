/** What the pages of a generation taught of its stream's fields, what people accepted of a stream, and what pages were set aside for. */
export const contractSchema = `
CREATE TABLE lessons (
  generation INTEGER NOT NULL,
  run_seq INTEGER NOT NULL,
  page_index INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (generation, run_seq, page_index, run_id)
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
