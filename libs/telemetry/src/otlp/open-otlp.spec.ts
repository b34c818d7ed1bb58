import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualClock, RecordingLog } from '@twl/ports/testing';
import { openTelemetry } from '../open-telemetry';
import { TelemetryLog } from '../log/telemetry-log';

interface SentSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  status: { code?: number };
  events: { name: string }[];
  attributes: { key: string; value: Record<string, unknown> }[];
}

/** A collector that keeps what it is sent as OTLP in JSON. */
class Collector {
  readonly spans: SentSpan[] = [];
  readonly metrics: { name: string; unit: string }[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => void chunks.push(chunk));
      request.on('end', () => {
        this.take(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, { [scopes: string]: Record<string, unknown>[] }[]>);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  private take(body: Record<string, { [scopes: string]: Record<string, unknown>[] }[]>): void {
    for (const { scopeSpans } of body['resourceSpans'] ?? [])
      this.spans.push(...(scopeSpans ?? []).flatMap(({ spans }) => spans as SentSpan[]));
    for (const { scopeMetrics } of body['resourceMetrics'] ?? [])
      this.metrics.push(...(scopeMetrics ?? []).flatMap(({ metrics }) => metrics as { name: string; unit: string }[]));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

describe('telemetry by OTLP', () => {
  const collector = new Collector();
  let endpoint: string;
  beforeAll(async () => {
    endpoint = await collector.listen();
    // The SDK is loaded with the first use.
    await (await open()).telemetry.close();
  }, 60_000);
  afterAll(() => collector.close());
  const open = async (to = endpoint) => {
    const clock = new ManualClock();
    const telemetry = await openTelemetry({ clock, stage: 'ingestion', otlp: { endpoint: to, serviceName: 'twl' } });
    const lines = new RecordingLog();
    return { telemetry, lines, log: new TelemetryLog({ ...telemetry, log: lines, clock }) };
  };

  it('is one trace from the run over its message to the processing', async () => {
    const [ingestion, processing] = [await open(), await open()];
    let message: string | undefined;
    await ingestion.log.within({ work: 'run', runId: 'r1', source: 'shop', stream: 'orders' }, async () => {
      ingestion.telemetry.tracer.record({ name: 'GET', side: 'client', attributes: {}, startedAt: Date.now(), ms: 3 });
      ingestion.log.info('page.stored', { source: 'shop', bytes: 7 });
      message = ingestion.log.traceparent;
    });
    const failing = processing.log.within({ work: 'page', runId: 'r1', traceparent: message }, async () => {
      await Promise.resolve();
      processing.log.error('page.failed', new Error('cannot be read'));
      throw new Error('cannot be read');
    });
    await expect(failing).rejects.toThrow('cannot be read');
    await Promise.all([ingestion.telemetry.close(), processing.telemetry.close()]);
    const { spans } = collector;
    const [run, request, page] = ['run shop.orders', 'GET', 'process pages'].map((name) => spans.find((span) => span.name === name));
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(run?.parentSpanId || undefined).toBeUndefined();
    expect([request?.parentSpanId, page?.parentSpanId]).toEqual([run?.spanId, run?.spanId]);
    expect([run?.kind, request?.kind, page?.kind]).toEqual([1, 3, 5]);
    expect([run?.status.code ?? 0, page?.status.code]).toEqual([0, 2]);
    expect(run?.events.map(({ name }) => name)).toEqual(['page.stored']);
    expect(ingestion.lines.of('page.stored')).toMatchObject([{ traceId: run?.traceId }]);
    expect(collector.metrics.map(({ name, unit }) => [name, unit])).toContainEqual(['twl.fetch.bytes', 'By']);
  });

  it('has the status and the route of a request', async () => {
    const { telemetry, log } = await open();
    await log.within({ work: 'http', method: 'GET', path: '/api/runs' }, async () =>
      log.info('http.answered', { route: '/api/runs', status: 200, ms: 1 }),
    );
    await telemetry.close();
    const span = collector.spans.at(-1);
    expect([span?.name, span?.kind]).toEqual(['GET', 2]);
    expect(span?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: 200 } });
    expect(span?.attributes).toContainEqual({ key: 'http.route', value: { stringValue: '/api/runs' } });
  });

  it('does not fail where no collector answers', async () => {
    const { telemetry, log } = await open('http://127.0.0.1:9');
    expect(await log.within({ work: 'run', runId: 'r1' }, async () => 7)).toBe(7);
    await telemetry.close();
  }, 30_000);
});
