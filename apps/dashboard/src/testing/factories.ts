import type { Alert, Analytics, Counts, CuratedRecord, Drift, Failure, List, Run, SourceStatus, StreamStatus } from '@twl/contracts';

const at = '2026-03-01T10:00:00.000Z';

export const someCounts = (counts: Partial<Counts> = {}): Counts => ({
  fetched: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  stale: 0,
  duplicate: 0,
  quarantined: 0,
  filtered: 0,
  ...counts,
});

export const aRun = (run: Partial<Run> = {}): Run => ({
  id: 'run-1',
  source: 'blog',
  stream: 'posts',
  seq: 7,
  trigger: 'schedule',
  state: 'succeeded',
  startedAt: at,
  finishedAt: '2026-03-01T10:00:02.500Z',
  pages: 4,
  bytes: 27_520,
  counts: someCounts({ fetched: 100, new: 4, changed: 3, unchanged: 93 }),
  ...run,
});

export const aSource = (source: Partial<SourceStatus> = {}): SourceStatus => ({
  name: 'blog',
  enabled: true,
  pause: null,
  schedule: { cron: '*/5 * * * *', timeZone: 'UTC' },
  nextRunAt: null,
  freshness: 'fresh',
  activity: 'idle',
  waitingUntil: null,
  records: 1200,
  lastRun: null,
  lastFinishedRun: source.lastRun ?? null,
  streams: [aStream({ records: 1200 })],
  problems: [],
  ...source,
});

export const aStream = (stream: Partial<StreamStatus> = {}): StreamStatus => ({
  ...{ name: 'posts', freshness: 'fresh', activity: 'idle', waitingUntil: null, records: 3 },
  ...{ lastRun: null, lastFinishedRun: stream.lastRun ?? null, lastSuccessAt: null },
  ...stream,
});

export const aRecord = (record: Partial<CuratedRecord> = {}): CuratedRecord => ({
  id: 'blog.posts.1',
  source: 'blog',
  stream: 'posts',
  key: '1',
  occurredAt: at,
  firstSeenAt: at,
  updatedAt: at,
  version: 1,
  fingerprint: 'md5:00',
  title: 'A title',
  data: { id: 1 },
  rawRef: { key: 'raw/source=blog/stream=posts/date=2026-03-01/1.json.gz', itemIndex: 3, runId: 'run-1' },
  ...record,
});

export const aFailure = (failure: Partial<Failure> = {}): Failure => ({
  id: 'failure-1',
  kind: 'record',
  status: 'open',
  source: 'blog',
  stream: 'posts',
  runId: 'run-1',
  runSeq: 7,
  pageIndex: 2,
  reason: 'KEY_MISSING',
  detail: 'the record has no value at id',
  pointer: '/3',
  rawRef: { key: 'raw/1.json.gz', itemIndex: 3, runId: 'run-1' },
  data: { title: 'no id' },
  attempts: 1,
  at,
  ...failure,
});

export const aDrift = (drift: Partial<Drift> = {}): Drift => ({
  id: 'blog.posts.7.changed.price',
  source: 'blog',
  stream: 'posts',
  field: 'price',
  change: 'changed',
  oldType: 'number',
  newType: 'string',
  policy: 'quarantine',
  status: 'refused',
  runId: 'run-1',
  runSeq: 7,
  pageIndex: 0,
  at,
  rawRef: { key: 'raw/1.json.gz', itemIndex: 3, runId: 'run-1' },
  sample: '"12"',
  ...drift,
});

export const anAlert = (alert: Partial<Alert> = {}): Alert => ({
  ...{ id: 'failures:blog', rule: 'failures', severity: 'warning', target: 'blog', source: 'blog', state: 'firing' },
  ...{ since: at, firedAt: at, change: 1, runbook: '/runbooks/failures.md' },
  evidence: {
    summary: 'blog: 9 of 100 records of posts were refused (9 %)',
    cause: 'records lack their primary key (KEY_MISSING)',
    run: {
      ...{ id: 'run-1', source: 'blog', stream: 'posts', seq: 7, state: 'partial', startedAt: at, reason: null },
      counts: '100 fetched = 91 unchanged + 9 quarantined',
    },
    samples: [{ text: 'blog.posts KEY_MISSING at /3', path: '/failures?source=blog&stream=posts&status=open#failure-1' }],
    actions: [
      { text: 'redrive the failures', path: '/failures?source=blog&status=open', command: 'twl failures redrive --all --source blog' },
    ],
  },
  notices: [{ channel: 'chat', change: 1, state: 'waiting', attempts: 3, at, notifiedAt: null, error: 'HTTP 500' }],
  ...alert,
});

export const someAnalytics = (analytics: Partial<Analytics> = {}): Analytics => ({
  totals: { records: 1200, sources: 1, runs: 9, quarantined: 2 },
  bySource: [{ source: 'blog', records: 1200, new: 1200, changed: 0, quarantined: 2 }],
  timeline: { bucket: 'hour', series: [{ source: 'blog', points: [{ t: at, v: 5 }] }] },
  ...analytics,
});

export const pageOf = <T>(items: T[], next: string | null = null): List<T> => ({ items, page: { limit: 50, next } });

export const aProblem = (status: number, title: string, detail = '') => ({ type: 'about:blank', title, status, detail, code: 'SOME_CODE' });
