import { createLogger } from './create-logger';
import { NestLog } from './nest-log';
import { PinoLog } from './pino-log';

const capture = () => {
  const text: string[] = [];
  const lines = (): Record<string, unknown>[] => text.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { lines, destination: { write: (line: string) => void text.push(line) } };
};

describe('PinoLog', () => {
  it('writes a JSON line with level, time, event and fields', () => {
    const { lines, destination } = capture();
    new PinoLog(createLogger({ level: 'info', destination })).info('page.stored', { source: 'shop', pageIndex: 3, runId: undefined });
    expect(lines()).toEqual([{ level: 'info', time: expect.stringMatching(/Z$/), event: 'page.stored', source: 'shop', pageIndex: 3 }]);
  });

  it('hides what looks like a secret, in fields, addresses and errors', () => {
    const { lines, destination } = capture();
    const log = new PinoLog(createLogger({ level: 'info', destination }));
    log.warn('request.sent', { apiKey: 'canary', url: 'https://user:canary@host/x?page=1&access_token=canary&n=2' });
    log.error('request.failed', new Error('GET /?key=canary failed', { cause: new Error('sent Authorization: Bearer canary') }));
    expect(JSON.stringify(lines())).not.toContain('canary');
    expect(lines()[0]).toMatchObject({ url: 'https://[redacted]@host/x?page=1&access_token=[redacted]&n=2' });
  });

  it('writes an error with its code, stack and causes, whatever was thrown', () => {
    const { lines, destination } = capture();
    const log = new PinoLog(createLogger({ level: 'info', destination }));
    log.error('a', Object.assign(new Error('outer', { cause: 'inner' }), { code: 'ENOSPC' }));
    log.error('b', Object.create(null));
    expect(lines()[0]!.error).toMatchObject({
      type: 'Error',
      code: 'ENOSPC',
      message: 'outer',
      stack: expect.stringContaining('pino-log.spec'),
      cause: { type: 'string', message: 'inner' },
    });
    expect(lines()[1]!.error).toEqual({ type: 'object', message: 'an object was thrown' });
  });

  it('cuts what nobody would read, in no time', () => {
    const { lines, destination } = capture();
    const start = performance.now();
    new PinoLog(createLogger({ level: 'info', destination })).info('long', { text: `?${'token'.repeat(1_000_000)}` });
    expect((lines()[0]!.text as string).length).toBeLessThan(9000);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('writes nothing under the level asked for', () => {
    const { lines, destination } = capture();
    new PinoLog(createLogger({ level: 'warn', destination })).info('quiet');
    expect(lines()).toEqual([]);
  });
});

describe('NestLog', () => {
  it('keeps what Nest tells of its start out of the log, and its errors in it', () => {
    const { lines, destination } = capture();
    const log = new NestLog(createLogger({ level: 'info', destination }));
    log.log('Mapped {/records, GET} route', 'RouterExplorer');
    log.error('it broke', 'Error: it broke\n  at x', 'ExceptionsHandler');
    expect(lines()).toEqual([
      {
        level: 'error',
        time: expect.any(String),
        event: 'nest',
        context: 'ExceptionsHandler',
        message: 'it broke',
        stack: 'Error: it broke\n  at x',
      },
    ]);
  });
});
