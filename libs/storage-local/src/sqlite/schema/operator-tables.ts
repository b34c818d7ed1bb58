/** From format 10 to 11: who cancelled a run, and the pauses of sources. */
export const operatorTables = `
ALTER TABLE runs ADD COLUMN cancellation TEXT;
CREATE TABLE pauses (source TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
`;
