/** What commits changed, for the change feed. 'n': the revision of the commit; 'at': when it was written, ms. */
export const changeTables = `
CREATE TABLE changes (n INTEGER PRIMARY KEY, generation INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX changes_of_generation ON changes (generation, n);
`;
