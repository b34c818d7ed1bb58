import { Metrics, type MetricLabels, type MetricName } from '@twl/ports';
import { ManualClock, RecordingLog } from '@twl/ports/testing';
import { IdTracer } from '../trace/tracer';
import { TelemetryLog } from './telemetry-log';

class KeptMetrics extends Metrics {
  readonly all: [MetricName, number, MetricLabels | undefined][] = [];
  measure(name: MetricName, value: number, labels?: MetricLabels): void {
    this.all.push([name, value, labels]);
  }
}

const bench = () => {
  const lines = new RecordingLog();
  const metrics = new KeptMetrics();
  const log = new TelemetryLog({ log: lines, tracer: new IdTracer(), metrics, clock: new ManualClock() });
  return { lines, metrics, log };
};

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('TelemetryLog', () => {
  it('gives each line within work on a run the ids of the run and of its trace', async () => {
    const { lines, log } = bench();
    await log.within({ work: 'run', runId: 'r1', source: 'shop' }, async () => {
      await Promise.resolve();
      log.info('a');
      log.warn('b', { runId: 'other' });
    });
    log.info('c');
    const [a, b, c] = lines.lines.map(({ fields }) => fields);
    expect(a).toEqual({ runId: 'r1', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(b).toEqual({ runId: 'other', traceId: a?.['traceId'] });
    expect(c).toEqual({});
  });

  it('goes on with the trace of a message, and passes it on', async () => {
    const { log, lines } = bench();
    const passedOn = await log.within({ work: 'page', runId: 'r1', traceparent }, async () => {
      log.info('page.applied');
      return log.traceparent;
    });
    expect(passedOn).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
    expect(lines.of('page.applied')).toEqual([{ runId: 'r1', traceId: '0af7651916cd43dd8448eb211c80319c' }]);
    expect(log.traceparent).toBeUndefined();
  });

  it.each(['', 'x', '00-0-0-01', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, traceparent.toUpperCase()])(
    'begins a trace where %j is none',
    async (given) => {
      const { log } = bench();
      const own = await log.within({ work: 'http', traceparent: given }, async () => log.traceparent);
      expect(own).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(own).not.toContain('0af7651916cd43dd8448eb211c80319c');
    },
  );

  it('keeps the traces of work apart that goes on at once', async () => {
    const { log } = bench();
    const ids = await Promise.all(
      [1, 2, 3].map((n) => log.within({ work: 'run', runId: `r${n}` }, async () => (await new Promise(setImmediate), log.traceparent))),
    );
    expect(new Set(ids).size).toBe(3);
  });

  it('measures requests, waits, pages and runs', () => {
    const { log, metrics } = bench();
    log.detail('request.answered', { source: 'shop', method: 'GET', status: 200, ms: 250, attempt: 1 });
    log.warn('run.waiting', { source: 'shop', ms: 2000, cause: 'budget' });
    log.info('page.stored', { source: 'shop', bytes: 7, key: 'raw/x' });
    log.info('run.closed', { source: 'shop', state: 'succeeded', ms: 3000, runId: 'r1' });
    log.info('something.else', { source: 'shop' });
    expect(metrics.all).toEqual([
      [
        'http.client.request.duration',
        0.25,
        { source: 'shop', 'http.request.method': 'GET', 'http.response.status_code': '200', 'error.type': undefined },
      ],
      ['twl.fetch.waits', 1, { source: 'shop', cause: 'budget' }],
      ['twl.fetch.wait.time', 2, { source: 'shop', cause: 'budget' }],
      ['twl.fetch.pages', 1, { source: 'shop' }],
      ['twl.fetch.bytes', 7, { source: 'shop' }],
      ['twl.runs', 1, { source: 'shop', state: 'succeeded' }],
      ['twl.run.duration', 3, { source: 'shop' }],
    ]);
  });

  it('measures a page that fails too, and passes on its error', async () => {
    const { log, metrics } = bench();
    await expect(log.within({ work: 'page', runId: 'r1' }, () => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
    expect(metrics.all).toMatchObject([
      ['messaging.process.duration', 0, { 'messaging.destination.name': 'pages', 'error.type': 'TypeError' }],
    ]);
  });
});
