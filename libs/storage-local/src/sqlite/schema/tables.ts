/**
 * The tables of a new database. Text from outside that is compared (names, keys, titles) is in the encoding of `order-text`. Times are
 * in ms since 1970 where they are compared, and ISO text where they are shown.
 */
export const tables = `
CREATE TABLE meta (revision INTEGER NOT NULL, checks INTEGER NOT NULL);
INSERT INTO meta VALUES (0, 0);

CREATE TABLE streams (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,
  lease_run TEXT,
  lease_owner TEXT,
  lease_until INTEGER,
  state TEXT,
  generation INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source, stream)
);

-- 'until' and 'replaced': the revision and the time, ms, at which another generation replaced it. 'forgotten': the last revision without past records.
CREATE TABLE generations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  stream_id INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('building', 'shown', 'dropped')),
  owner TEXT,
  since INTEGER NOT NULL DEFAULT 0,
  records INTEGER NOT NULL DEFAULT 0,
  commits INTEGER NOT NULL DEFAULT 0,
  amendments INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  quarantined INTEGER NOT NULL DEFAULT 0,
  until INTEGER,
  replaced INTEGER,
  forgotten INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE runs (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  stream_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  trigger TEXT NOT NULL,
  phase TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  pages INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  counts TEXT NOT NULL,
  ending TEXT,
  deletions TEXT
);
CREATE INDEX runs_of_stream ON runs (stream_id, n);
CREATE INDEX runs_unsettled ON runs (stream_id, n) WHERE phase <> 'closed';

CREATE TABLE pages (
  run_id TEXT NOT NULL,
  page_index INTEGER NOT NULL,
  stream_id INTEGER NOT NULL,
  run_seq INTEGER NOT NULL,
  key TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  fetched_at TEXT NOT NULL,
  fetched INTEGER NOT NULL,
  status TEXT NOT NULL,
  next INTEGER NOT NULL,
  counts TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (run_id, page_index)
) WITHOUT ROWID;
CREATE INDEX pages_of_stream ON pages (stream_id, run_seq, page_index);
CREATE INDEX pages_gaps ON pages (stream_id, run_seq, page_index) WHERE status IN ('open', 'parked');
CREATE INDEX pages_open ON pages (fetched, run_seq, page_index) WHERE status = 'open';

CREATE TABLE generation_pages (
  generation INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  page_index INTEGER NOT NULL,
  status TEXT NOT NULL,
  next INTEGER NOT NULL,
  counts TEXT NOT NULL,
  PRIMARY KEY (generation, run_id, page_index)
) WITHOUT ROWID;

CREATE TABLE raws (id INTEGER PRIMARY KEY, key TEXT NOT NULL, run_id TEXT NOT NULL, UNIQUE (key, run_id));

-- 'shown_since': the revision that last changed what is shown, where that is not the newest. Walks go by it.
CREATE TABLE records (
  rid INTEGER PRIMARY KEY,
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
  deleted INTEGER NOT NULL DEFAULT 0,
  shown_since INTEGER
);
CREATE UNIQUE INDEX records_key ON records (generation, key);
CREATE INDEX records_updated ON records (generation, updated, key);
CREATE INDEX records_occurred ON records (generation, occurred, key);

CREATE TABLE versions (rid INTEGER NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL);
CREATE UNIQUE INDEX versions_of_record ON versions (rid, version);

-- Records as walks show them that began before a change: from the revision 'shown_since' on and before 'until'.
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
  shown_since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  replaced INTEGER NOT NULL
);
CREATE INDEX past_updated ON past (generation, updated, key);
CREATE INDEX past_occurred ON past (generation, occurred, key);

CREATE TABLE counters (
  generation INTEGER NOT NULL,
  width INTEGER NOT NULL,
  start INTEGER NOT NULL,
  fetched INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  stale INTEGER NOT NULL,
  duplicate INTEGER NOT NULL,
  quarantined INTEGER NOT NULL,
  filtered INTEGER NOT NULL,
  PRIMARY KEY (generation, width, start)
) WITHOUT ROWID;

-- Fields that the pages of a generation added to the contract.
CREATE TABLE contract_updates (
  generation INTEGER NOT NULL,
  run_seq INTEGER NOT NULL,
  page_index INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (generation, run_seq, page_index, run_id)
) WITHOUT ROWID;

-- Contract changes that people accepted.
CREATE TABLE acceptances (
  stream_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (stream_id, field, type)
) WITHOUT ROWID;

-- 'subject': the key or the pointer of the record. 'seen': the later runs that refused it too.
CREATE TABLE failures (
  n INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL,
  id TEXT NOT NULL,
  source TEXT NOT NULL,
  stream TEXT NOT NULL,
  run_id TEXT NOT NULL,
  page_index INTEGER NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  run_seq INTEGER,
  subject TEXT,
  seen TEXT,
  UNIQUE (generation, id)
);
CREATE INDEX failures_newest ON failures (generation, at, id);
CREATE INDEX failures_of_page ON failures (generation, run_id, page_index);
CREATE INDEX failures_open_records ON failures (source, stream, at) WHERE status = 'open' AND generation = 0 AND kind = 'record';
CREATE INDEX failures_open ON failures (generation) WHERE status = 'open';

CREATE TABLE audit (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  who TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX audit_newest ON audit (at, id);

-- 'hidden_at': a time later than now is from a clock that was ahead, and hides nothing.
CREATE TABLE messages (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  body TEXT NOT NULL,
  visible INTEGER NOT NULL,
  receives INTEGER NOT NULL DEFAULT 0,
  holder TEXT,
  dead INTEGER NOT NULL DEFAULT 0,
  hidden_at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX messages_next ON messages (queue, dead, visible, n);
`;
