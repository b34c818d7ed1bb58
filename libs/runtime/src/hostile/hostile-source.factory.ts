import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '@twl/contracts';
import {
  firstPageMeta,
  HttpClient,
  type Extracted,
  type HttpLimits,
  type HttpRequest,
  type HttpResponse,
  type Payload,
  type ReadEvent,
} from '@twl/ports';
import { ManualClock, RecordingLog } from '@twl/ports/testing';
import { LazyCatalog, LazyHttpClient } from '../lazy-connector';

/** Upstream of a test; `count` is 1 for the first request. */
export type Upstream = (request: IncomingMessage, answer: ServerResponse, count: number) => void;

/** The real client with shorter timeouts. */
class ShortTimeoutClient extends HttpClient {
  constructor(
    private readonly inner: HttpClient,
    private readonly limits: Partial<HttpLimits>,
  ) {
    super();
  }

  send(request: HttpRequest): Promise<HttpResponse> {
    return this.inner.send({ ...request, limits: { ...request.limits, ...this.limits } });
  }
}

/** Setup of a read from a broken upstream. */
export interface Given {
  upstream: Upstream;
  limits?: Partial<HttpLimits>;
  requester?: object;
  paginator?: object;
  /** Further keys of the retriever; `{base}` is the address of the upstream. */
  retriever?: object;
  settings?: object;
  fieldPath?: string[];
  budgetMs?: number;
  signal?: AbortSignal;
}

/** Result of the read. */
export interface HostileOutcome {
  end: Extract<ReadEvent, { kind: 'end' }>;
  /** HTTP statuses of the fetched pages. */
  pages: number[];
  items: Extracted[];
  /** Reasons of unreadable pages. */
  unreadable: string[];
  waits: number[];
  requests: { path: string; headers: IncomingMessage['headers'] }[];
  cursor: Json;
  log: RecordingLog;
}

const manifestFor = (base: string, { requester, paginator, retriever, fieldPath = ['items'] }: Given): object => ({
  version: '6.0.0',
  type: 'DeclarativeSource',
  check: { type: 'CheckStream', stream_names: ['items'] },
  streams: [
    {
      type: 'DeclarativeStream',
      name: 'items',
      primary_key: 'id',
      retriever: {
        type: 'SimpleRetriever',
        requester: { type: 'HttpRequester', url_base: base, path: '/items', ...requester },
        record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: fieldPath } },
        ...(paginator ? { paginator } : {}),
        ...(JSON.parse(JSON.stringify(retriever ?? {}).replaceAll('{base}', base)) as object),
      },
    },
  ],
});

/** Reads the stream `items` from the upstream of the test, over real connections and with a manual clock. */
export const readFrom = async (given: Given): Promise<HostileOutcome> => {
  const requests: HostileOutcome['requests'] = [];
  const server = createServer((request, answer) => {
    requests.push({ path: request.url!, headers: request.headers });
    given.upstream(request, answer, requests.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const root = await mkdtemp(join(tmpdir(), 'twl-hostile-'));
  try {
    await writeSource(join(root, 'demo'), manifestFor(base, given), given.settings);
    return { ...(await read(root, given)), requests };
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(root, { recursive: true, force: true });
  }
};

const writeSource = async (folder: string, manifest: object, settings: object = {}): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.yaml'), JSON.stringify(manifest));
  await writeFile(join(folder, 'source.yaml'), JSON.stringify({ allowPrivateAddresses: true, allowHttp: true, ...settings }));
};

const read = async (
  sourcesDir: string,
  { limits = {}, budgetMs = 3_600_000, signal }: Given,
): Promise<Omit<HostileOutcome, 'requests'>> => {
  const clock = new ManualClock({ auto: true });
  const log = new RecordingLog();
  const http = new ShortTimeoutClient(new LazyHttpClient({ spoolDir: join(sourcesDir, '.spool') }), {
    idleMs: 10_000,
    firstByteMs: 10_000,
    totalMs: 60_000,
    ...limits,
  });
  const catalog = new LazyCatalog({ sourcesDir, http, clock, log, secrets: { get: async (name) => `canary-${name}`, areReal: true } });
  const source = await catalog.get('demo');
  if (!source || source.problems.length > 0) throw new Error(source?.problems.join('\n') ?? 'the source does not exist');
  const [stream] = source.streams;
  const outcome: Omit<HostileOutcome, 'requests'> = {
    end: { kind: 'end', state: 'failed', reason: 'the read had no end event' },
    pages: [],
    items: [],
    unreadable: [],
    waits: [],
    cursor: null,
    log,
  };
  const options = { cursor: null, previous: () => undefined, signal: signal ?? new AbortController().signal, budgetMs };
  const bodies: Payload[] = [];
  for await (const event of stream!.read(options)) {
    if (event.kind === 'state') outcome.cursor = event.cursor;
    if (event.kind === 'wait') outcome.waits.push(event.ms);
    if (event.kind === 'end') outcome.end = event;
    if (event.kind !== 'page') continue;
    const { page } = event;
    outcome.pages.push(page.status);
    try {
      for await (const items of stream!.extract(firstPageMeta(stream!, page), page.body)) outcome.items.push(...items);
    } catch (error) {
      outcome.unreadable.push((error as { reason?: string }).reason ?? String(error));
    }
    bodies.push(page.body);
  }
  await Promise.all(bodies.map((body) => body.dispose()));
  return outcome;
};

/** Returns the data of the records, in order. */
export const recordsOf = ({ items }: HostileOutcome): unknown[] => items.flatMap((item) => (item.kind === 'record' ? [item.data] : []));

/** Returns the reasons of refused items. */
export const refusalsOf = ({ items }: HostileOutcome): string[] => items.flatMap((item) => (item.kind === 'refused' ? [item.reason] : []));
