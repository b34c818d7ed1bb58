/**
 * What walks need that began before something was replaced: records as they were shown, from the revision `placed` on and before `until`,
 * and generations with the revision and the time, ms, they were replaced at. `forgotten` is the last revision of which nothing is kept.
 */
export const walksSchema = `
CREATE TABLE past (
  rid INTEGER PRIMARY KEY AUTOINCREMENT,
  generation INTEGER NOT NULL,
  key TEXT NOT NULL,
  updated INTEGER NOT NULL,
  occurred INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  version INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  ord TEXT NOT NULL,
  newest TEXT,
  title TEXT NOT NULL,
  raw INTEGER NOT NULL,
  item_index INTEGER NOT NULL,
  more TEXT,
  data TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  placed INTEGER NOT NULL,
  until INTEGER NOT NULL,
  replaced INTEGER NOT NULL
);
CREATE INDEX past_updated ON past (generation, updated, key);
CREATE INDEX past_occurred ON past (generation, occurred, key);

ALTER TABLE generations ADD COLUMN until INTEGER;
ALTER TABLE generations ADD COLUMN replaced INTEGER;
ALTER TABLE generations ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
`;
