/** The revision that last changed what is shown of a record, where that is not the newest: walks go by it. */
export const placedSchema = `
ALTER TABLE records ADD COLUMN placed INTEGER;
`;
