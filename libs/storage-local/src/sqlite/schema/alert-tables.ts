/** The table of alerts. */
export const alertTables = 'CREATE TABLE alerts (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID';
