/** What a failure of a record is about, so that a later run finds it, and which runs refused the same. */
export const supersededSchema = `
ALTER TABLE failures ADD COLUMN run_seq INTEGER;
ALTER TABLE failures ADD COLUMN subject TEXT;
ALTER TABLE failures ADD COLUMN seen TEXT;
CREATE INDEX failures_open_records ON failures (source, stream, at) WHERE status = 'open' AND generation = 0 AND kind = 'record';
`;
