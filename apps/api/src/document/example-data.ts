import type { Analytics, CuratedRecord, Failure, RecordVersion, Run, SourceStatus } from '@twl/contracts';
import type { RawView } from '../views/raw-view';

const at = '2026-01-31T12:00:00.412Z';
const data = { userId: 1, id: 1, title: 'qui est esse', body: 'est rerum tempore vitae' };
const key = 'raw/source=jsonplaceholder/stream=posts/date=2026-01-31/20260131T120000412Z-000042-000000.json.gz';
const rawRef = { key, itemIndex: 0, runId: 'jsonplaceholder.posts.20260131T120000000Z' };
const fingerprint = 'md5:9e107d9d372bb6826bd81d3542a419d6';

export const exampleRecord: CuratedRecord = {
  id: 'jsonplaceholder.posts.1',
  source: 'jsonplaceholder',
  stream: 'posts',
  key: '1',
  occurredAt: '2026-01-30T08:00:00.000Z',
  firstSeenAt: '2026-01-30T08:00:00.000Z',
  updatedAt: at,
  version: 2,
  fingerprint,
  title: data.title,
  data,
  rawRef,
};

export const exampleVersions: RecordVersion[] = [
  { version: 2, validFrom: at, validTo: null, fingerprint, title: data.title, occurredAt: exampleRecord.occurredAt, data, rawRef },
];

export const exampleRun: Run = {
  id: rawRef.runId,
  source: 'jsonplaceholder',
  stream: 'posts',
  seq: 42,
  trigger: 'schedule',
  state: 'succeeded',
  startedAt: '2026-01-31T12:00:00.103Z',
  finishedAt: '2026-01-31T12:00:00.598Z',
  pages: 2,
  bytes: 27520,
  counts: { fetched: 100, new: 0, changed: 1, unchanged: 99, stale: 0, duplicate: 0, quarantined: 0, filtered: 0 },
};

/** Example of a run whose deletions have just been confirmed. */
export const exampleDecided: Run = {
  ...exampleRun,
  state: 'running',
  finishedAt: null,
  deletions: { state: 'confirmed', missing: 40, of: 100, at: '2026-01-31T12:30:00.000Z' },
};

/** Example of a run that a person has just cancelled. */
export const exampleCancelled: Run = {
  ...exampleRun,
  state: 'running',
  finishedAt: null,
  cancellation: { who: 'ada', why: 'the wrong account', at: '2026-01-31T12:00:00.400Z' },
};

const { startedAt, finishedAt, state, counts } = exampleRun;
const exampleRunSum = { startedAt, finishedAt, state, counts };

export const exampleSource: SourceStatus = {
  name: 'jsonplaceholder',
  enabled: true,
  pause: null,
  schedule: { cron: '*/5 * * * *', timeZone: 'UTC' },
  nextRunAt: '2026-01-31T12:05:00.000Z',
  freshness: 'fresh',
  activity: 'idle',
  waitingUntil: null,
  records: 100,
  lastRun: exampleRunSum,
  lastFinishedRun: exampleRunSum,
  streams: [
    {
      ...{ name: 'posts', freshness: 'fresh', activity: 'idle', waitingUntil: null, records: 100 },
      ...{ lastRun: exampleRun, lastFinishedRun: exampleRun, lastSuccessAt: exampleRun.startedAt },
    },
  ],
  problems: [],
};

export const exampleRawView: RawView = {
  meta: {
    v: 2,
    source: 'jsonplaceholder',
    stream: 'posts',
    runId: rawRef.runId,
    runSeq: 42,
    pageIndex: 0,
    trigger: 'schedule',
    partition: {},
    interval: {},
    fetchedAt: at,
    request: { method: 'GET', url: 'https://jsonplaceholder.typicode.com/posts?_page=1&_limit=50' },
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', etag: 'W/"6b80"' },
    contentType: 'application/json',
    sha256: 'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592',
    bytes: 13760,
    manifest: 'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  },
  pointer: '/0',
  item: data,
};

export const exampleAnalytics: Analytics = {
  totals: { records: 100, sources: 1, runs: 42, quarantined: 1 },
  bySource: [{ source: 'jsonplaceholder', records: 100, new: 100, changed: 41, quarantined: 1 }],
  timeline: { bucket: 'hour', series: [{ source: 'jsonplaceholder', points: [{ t: '2026-01-31T12:00:00.000Z', v: 1 }] }] },
};

export const exampleFailure: Failure = {
  id: 'jsonplaceholder.posts.42.0.7',
  kind: 'record',
  status: 'open',
  source: 'jsonplaceholder',
  stream: 'posts',
  runId: rawRef.runId,
  runSeq: 42,
  pageIndex: 0,
  reason: 'KEY_MISSING',
  detail: 'the primary key id is missing',
  pointer: '/7',
  rawRef: { ...rawRef, itemIndex: 7 },
  data: { title: 'no id' },
  attempts: 1,
  at,
};
