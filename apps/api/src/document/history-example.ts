import { noCounts, type RunHistoryView } from '@twl/contracts';

const traceId = '0af7651916cd43dd8448eb211c80319c';

/** A run that read one page, after the source had asked it to wait. */
export const exampleHistory: RunHistoryView = {
  runId: 'jsonplaceholder.posts.2026-01-31T12:00:00Z',
  traceId,
  progress: {
    ...{ phase: 'closed', elapsedMs: 6412, requests: 2, pages: 1, applied: 1, bytes: 13_760, records: 50, recordsPerSecond: 7.8 },
    waiting: null,
  },
  pages: [
    {
      pageIndex: 0,
      key: 'raw/source=jsonplaceholder/stream=posts/date=2026-01-31/0000000042-000000.json',
      bytes: 13_760,
      fetchedAt: '2026-01-31T12:00:05.310Z',
      status: 'applied',
      counts: { ...noCounts(), fetched: 50, new: 50 },
    },
  ],
  items: [
    { at: '2026-01-31T12:00:00.020Z', level: 'info', event: 'run.started', fields: { runSeq: 42, trigger: 'schedule', traceId } },
    {
      at: '2026-01-31T12:00:00.190Z',
      level: 'detail',
      event: 'request.answered',
      fields: {
        method: 'GET',
        request: 'GET https://jsonplaceholder.typicode.com/posts?_page=1&_limit=50',
        status: 429,
        ms: 170,
        bytes: 20,
        attempt: 1,
        traceId,
      },
    },
    {
      at: '2026-01-31T12:00:00.191Z',
      level: 'warn',
      event: 'run.waiting',
      fields: {
        ms: 5000,
        cause: 'retry',
        reason: 'GET https://jsonplaceholder.typicode.com/posts?_page=1&_limit=50: answered with status 429',
        traceId,
      },
    },
  ],
  dropped: 0,
};
