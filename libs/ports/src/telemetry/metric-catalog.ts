/** Description of a metric. Its unit is one of UCUM, as OpenTelemetry wants it; `{…}` counts something. */
export interface MetricSpec {
  kind: 'counter' | 'histogram' | 'gauge';
  unit: 's' | 'By' | '1' | `{${string}}`;
  description: string;
  labels: readonly string[];
  /** Upper bounds of the buckets of a histogram. */
  buckets?: readonly number[];
  /** How CloudWatch has it: one series per stage or per source. A label of `split` becomes the end of the name. */
  cloudWatch?: { by: 'stage' | 'source'; split?: string };
}

const seconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const storageSeconds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10];
const runSeconds = [1, 5, 15, 60, 300, 900, 3600];

type Rest = Partial<MetricSpec> & Pick<MetricSpec, 'labels'>;

const counter = (unit: MetricSpec['unit'], description: string, rest: Rest): MetricSpec => ({
  kind: 'counter',
  unit,
  description,
  ...rest,
});
const gauge = (unit: MetricSpec['unit'], description: string, rest: Rest): MetricSpec => ({ kind: 'gauge', unit, description, ...rest });
const histogram = (description: string, rest: Rest & Required<Pick<MetricSpec, 'buckets'>>): MetricSpec => ({
  ...{ kind: 'histogram', unit: 's', description },
  ...rest,
});

const byStage = { cloudWatch: { by: 'stage' } } as const;
const bySource = { cloudWatch: { by: 'source' } } as const;
const splitBy = (split: string) => ({ cloudWatch: { by: 'stage', split } }) as const;

const specs = {
  'http.server.request.duration': histogram('time from a request of the API to its response', {
    labels: ['http.request.method', 'http.route', 'http.response.status_code'],
    buckets: seconds,
    ...byStage,
  }),
  'http.client.request.duration': histogram('time from a request to a source to its response', {
    labels: ['source', 'http.request.method', 'http.response.status_code', 'error.type'],
    buckets: seconds,
    ...byStage,
  }),
  'twl.fetch.wait.time': counter('s', 'time that runs waited for a source; cause: its budget, or a retry', {
    labels: ['source', 'cause'],
    ...splitBy('cause'),
  }),
  'twl.fetch.waits': counter('{wait}', 'waits for a source; cause: its budget, or a retry', { labels: ['source', 'cause'] }),
  'twl.fetch.pages': counter('{page}', 'pages stored in the raw zone', { labels: ['source'], ...byStage }),
  'twl.fetch.bytes': counter('By', 'bytes of pages stored in the raw zone', { labels: ['source'], ...byStage }),
  'twl.fetch.saved.bytes': counter('By', 'bytes of unchanged pages that were not stored again', { labels: ['source'], ...byStage }),
  'twl.runs': counter('{run}', 'runs that ended, by their state', { labels: ['source', 'state'], ...splitBy('state') }),
  'twl.run.duration': histogram('time from the start of a run until it was closed', {
    labels: ['source'],
    buckets: runSeconds,
    ...byStage,
  }),
  'twl.records': counter('{record}', 'records that got their outcome', { labels: ['source', 'outcome'], ...splitBy('outcome') }),
  'messaging.process.duration': histogram('time to process a message', {
    labels: ['messaging.destination.name', 'error.type'],
    buckets: seconds,
    ...byStage,
  }),
  'messaging.client.sent.messages': counter('{message}', 'messages sent to a queue', { labels: ['messaging.destination.name'] }),
  'messaging.client.consumed.messages': counter('{message}', 'messages received from a queue', { labels: ['messaging.destination.name'] }),
  'twl.queue.redeliveries': counter('{message}', 'messages received for at least the second time', {
    labels: ['messaging.destination.name'],
    ...byStage,
  }),
  'twl.queue.messages': gauge('{message}', 'messages in a queue, by their state', { labels: ['messaging.destination.name', 'state'] }),
  'twl.queue.oldest.age': gauge('s', 'age of the oldest message that waits in a queue', { labels: ['messaging.destination.name'] }),
  'db.client.operation.duration': histogram('time of an operation on storage', {
    labels: ['db.system.name', 'db.operation.name', 'error.type'],
    buckets: storageSeconds,
    ...byStage,
  }),
  'twl.storage.free': gauge('By', 'free bytes of the disk that holds the data folder', { labels: [] }),
  'twl.source.age': gauge('s', 'age of the newest good run of a stream; for CloudWatch the greatest of a source', {
    labels: ['source', 'stream'],
    ...bySource,
  }),
  'twl.failures.open': gauge('{failure}', 'failures that are open', { labels: [], ...byStage }),
  'process.cpu.time': counter('s', 'processor time of the process', { labels: [] }),
  'process.memory.usage': gauge('By', 'resident memory of the process', { labels: [] }),
  'nodejs.eventloop.utilization': gauge('1', 'share of the time in which the event loop was busy', { labels: [] }),
} satisfies Record<string, MetricSpec>;

/** Name of a metric. */
export type MetricName = keyof typeof specs;

/** Every metric that the product has. Names and labels follow the conventions of OpenTelemetry where there are any. */
export const metricCatalog: Readonly<Record<MetricName, MetricSpec>> = specs;
