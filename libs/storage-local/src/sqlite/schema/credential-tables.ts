/** Format 10: API keys and sessions. Times are in ms since 1970; `body` has the rest, with a hash in place of the secret. */
export const credentialTables = `
CREATE TABLE credentials (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER,
  used INTEGER,
  revoked INTEGER,
  body TEXT NOT NULL
) WITHOUT ROWID`;
