import { outcomes } from '@twl/contracts';
import { TwlError, type Commit, type CommitResult, type Delivery, type Engine, type Metrics, type WorkQueue } from '@twl/ports';
import type { Tracer } from '../trace/tracer';
import { watchPort, type PortCall } from './watch-port';

/** Who is told of the calls of an engine. */
export interface Watchers {
  metrics: Metrics;
  tracer: Tracer;
}

/** What is on the other side of the storage ports, as the conventions of OpenTelemetry name it. */
export interface EngineSystems {
  database: 'sqlite' | 'aws.dynamodb';
  objects: 'files' | 'aws.s3';
  queue: 'twl' | 'aws_sqs';
}

const storagePorts = [
  ...(['runs', 'runDecisions', 'leases', 'streamStates', 'ledger', 'unapplied'] as const),
  ...(['records', 'contracts', 'generations', 'retention', 'reader', 'failures', 'audit', 'credentials'] as const),
];

/** The type of an error as a label: its stable code. */
export const errorType = (error: unknown): string | undefined => {
  if (error === undefined) return undefined;
  return error instanceof TwlError ? error.code : error instanceof Error ? error.name : typeof error;
};

/** Returns an engine that works as the given one does, and measures its calls; those of a traced piece of work become spans. */
export const watchEngine = (engine: Engine, systems: EngineSystems, watchers: Watchers): Engine => {
  const watched = Object.fromEntries(
    storagePorts.map((name) => [name, watchPort(engine[name] as object, storageCall(systems.database, name, watchers))]),
  );
  return {
    ...engine,
    ...watched,
    raw: watchPort(engine.raw, storageCall(systems.objects, 'raw', watchers)),
    pageQueue: watchQueue(engine.pageQueue, { system: systems.queue, name: 'pages' }, watchers),
    requestQueue: watchQueue(engine.requestQueue, { system: systems.queue, name: 'requests' }, watchers),
  };
};

const storageCall =
  (system: string, port: string, { metrics, tracer }: Watchers) =>
  (call: PortCall): void => {
    const operation = `${port}.${call.operation}`;
    const labels = { 'db.system.name': system, 'db.operation.name': operation, 'error.type': errorType(call.error) };
    metrics.measure('db.client.operation.duration', call.ms / 1000, labels);
    if (operation === 'records.commit') countRecords(metrics, call);
    if (tracer.current) tracer.record({ name: operation, side: 'client', attributes: labels, ...call });
  };

/** Counts the outcomes of a commit, which the store makes once, however often its page is delivered. */
const countRecords = (metrics: Metrics, { args, result }: PortCall): void => {
  if ((result as CommitResult | undefined)?.kind !== 'committed') return;
  const { page, counts } = args[0] as Commit;
  for (const outcome of outcomes)
    if (counts[outcome] > 0) metrics.measure('twl.records', counts[outcome], { source: page.source, outcome });
  // Restored records make it negative.
  if ((counts.deleted ?? 0) > 0) metrics.measure('twl.records', counts.deleted ?? 0, { source: page.source, outcome: 'deleted' });
};

const watchQueue = <T extends WorkQueue>(queue: T, { system, name }: { system: string; name: string }, watchers: Watchers): T => {
  const { metrics, tracer } = watchers;
  const labels = { 'messaging.destination.name': name };
  return watchPort(queue, ({ error, ...call }) => {
    const { operation, args, result } = call;
    const messages = operation === 'send' ? (args[0] as unknown[]).length : Array.isArray(result) ? result.length : 0;
    if (error === undefined && operation === 'send') metrics.measure('messaging.client.sent.messages', messages, labels);
    if (operation === 'receive' && messages > 0) countReceived(metrics, result as Delivery[], labels);
    // An empty queue is asked all the time.
    if (!tracer.current || (operation === 'receive' && messages === 0)) return;
    const attributes = { 'messaging.system': system, ...labels, 'messaging.operation.name': operation, 'error.type': errorType(error) };
    tracer.record({ name: `${operation} ${name}`, side: operation === 'send' ? 'producer' : 'client', attributes, ...call, error });
  });
};

const countReceived = (metrics: Metrics, deliveries: readonly Delivery[], labels: Record<string, string>): void => {
  metrics.measure('messaging.client.consumed.messages', deliveries.length, labels);
  const again = deliveries.filter(({ receives }) => receives > 1).length;
  if (again > 0) metrics.measure('twl.queue.redeliveries', again, labels);
};
