import { UnavailableError } from '@twl/ports';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';

describe('/api/health', () => {
  let api: ApiUnderTest;
  beforeEach(async () => (api = await ApiUnderTest.start()));
  afterEach(() => api.stop());

  it('says that the process answers and that it is ready', async () => {
    expect(await api.ask('/api/health/live')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect((await api.ask('/api/health/ready')).text).toBe('{"status":"ready","checks":{"storage":"ok","sources":"ok"}}');
  });

  it('says what does not work, and why in the log only', async () => {
    api.engine.check = () => Promise.reject(new UnavailableError('canary'));
    const answer = await api.ask('/api/health/ready');
    expect(problemIn(answer)).toMatchObject({ status: 503, code: 'NOT_READY', errors: [{ path: 'storage' }] });
    expect(answer.text).not.toContain('canary');
    expect(api.log.of('health.failed')).toEqual([{ check: 'storage' }]);
    expect((await api.ask('/api/health/live')).status).toBe(200);
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
