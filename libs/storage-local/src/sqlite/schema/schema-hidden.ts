/** When a message was hidden: a time later than now is of a clock that was ahead, and hides nothing. */
export const hiddenSchema = `
ALTER TABLE messages ADD COLUMN hidden_at INTEGER NOT NULL DEFAULT 0;
`;
