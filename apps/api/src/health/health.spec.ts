import { UnavailableError } from '@twl/ports';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';

describe('/api/health', () => {
  let api: ApiUnderTest;
  beforeEach(async () => (api = await ApiUnderTest.start()));
  afterEach(() => api.stop());

  it('says that the process answers and that it is ready', async () => {
    expect(await api.ask('/api/health/live')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(JSON.parse((await api.ask('/api/health/ready')).text)).toEqual({
      status: 'ready',
      checks: { storage: 'ok', queue: 'ok', sources: 'ok' },
      sources: { total: 1, invalid: 0 },
    });
  });

  it('says what does not work, and why in the log only', async () => {
    api.engine.check = () => Promise.reject(new UnavailableError('canary'));
    const answer = await api.ask('/api/health/ready');
    expect(problemIn(answer)).toMatchObject({ status: 503, code: 'NOT_READY', errors: [{ path: 'storage' }] });
    expect(answer.text).not.toContain('canary');
    expect(api.log.of('health.failed')).toEqual([{ check: 'storage' }]);
    expect((await api.ask('/api/health/live')).status).toBe(200);
  });

  it.each<[string, (api: ApiUnderTest, fail: () => Promise<never>) => void]>([
    ['storage', ({ engine }, fail) => (engine.check = fail)],
    ['queue', ({ engine }, fail) => (engine.pageQueue.depth = fail)],
    ['queue', ({ engine }, fail) => (engine.requestQueue.depth = fail)],
    ['sources', ({ catalog }, fail) => (catalog.list = fail)],
  ])('knows %s apart from the rest', async (name, breaks) => {
    breaks(api, () => Promise.reject(new UnavailableError('canary')));
    const ok = { storage: 'ok', queue: 'ok', sources: 'ok' };
    const detail = Object.entries({ ...ok, [name]: 'failed' }).map(([check, state]) => `${check}: ${state}`);
    expect(problemIn(await api.ask('/api/health/ready'))).toMatchObject({ detail: detail.join(', '), errors: [{ path: name }] });
    expect(api.log.of('health.failed')).toEqual([{ check: name }]);
  });

  it('does not wait for ever', async () => {
    api.engine.check = () => new Promise(() => undefined);
    const answer = api.ask('/api/health/ready');
    while (api.clock.sleeping === 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
    await api.clock.advance(5_000);
    expect((await answer).status).toBe(503);
  });
});
