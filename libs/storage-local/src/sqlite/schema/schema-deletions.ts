/** Deleted records are kept, but not shown; a run says what it found gone. */
export const deletionsSchema = `
ALTER TABLE records ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN deletions TEXT;
`;
