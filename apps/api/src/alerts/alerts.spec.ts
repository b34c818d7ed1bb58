import { alertSchema, listOf, type Alert, type List } from '@twl/contracts';
import { makeAlert } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';

const list = listOf(alertSchema);
const at = (minute: number): string => `2026-01-31T12:${String(minute).padStart(2, '0')}:00.000Z`;

describe('/alerts', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await ApiUnderTest.start({ channels: ['ops', 'chat'] });
  });
  afterEach(() => api.stop());

  const put = (rule: 'late' | 'failing' | 'disk-space', target: string, given: object = {}) =>
    api.engine.alerts.put(makeAlert({ id: `${rule}:${target}`, rule, target, source: rule === 'disk-space' ? null : target, ...given }));
  const ids = async (query: string): Promise<string> => {
    const { items } = await api.get(`/api/alerts${query}`, list);
    return items.map(({ id }) => id).join();
  };

  it('lists what fires first, then the newest, and nothing that never fired', async () => {
    await put('late', 'shop', { since: at(1) });
    await put('failing', 'blog', { since: at(2) });
    await put('late', 'blog', { since: at(9), state: 'resolved', change: 2 });
    await put('late', 'news', { change: 0, state: 'resolved', pendingSince: at(3) });
    await put('disk-space', 'pipeline', { since: at(3) });
    expect(await ids('')).toBe('disk-space:pipeline,failing:blog,late:shop,late:blog');
    expect(await ids('?state=firing')).toBe('disk-space:pipeline,failing:blog,late:shop');
    expect(await ids('?source=blog')).toBe('failing:blog,late:blog');
    expect(await ids('?rule=late&state=firing')).toBe('late:shop');
  });

  it('gives page after page', async () => {
    for (let i = 0; i < 5; i++) await put('late', `shop-${i}`, { since: at(i) });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, page }: List<Alert> = await api.get(`/api/alerts?limit=2${cursor ? `&cursor=${cursor}` : ''}`, list);
      seen.push(...items.map(({ target }) => target));
      cursor = page.next;
    }
    expect(seen).toEqual(['shop-4', 'shop-3', 'shop-2', 'shop-1', 'shop-0']);
  });

  it('gives one alert without what the store keeps for itself', async () => {
    await put('late', 'shop');
    const alert = await api.get('/api/alerts/late%3Ashop', alertSchema);
    expect(alert).toMatchObject({ id: 'late:shop', runbook: '/runbooks/late.md' });
    expect(alert).not.toHaveProperty('revision');
    expect(problemIn(await api.ask('/api/alerts/late%3Anone'))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('asks for a test over all channels, or one, and says so in the audit log', async () => {
    const all = await api.ask('/api/alerts/test', { method: 'POST', body: { who: 'ada', why: 'new channels' } });
    expect(all.status).toBe(202);
    expect(alertSchema.parse(JSON.parse(all.text)).notices.map(({ channel, state }) => [channel, state])).toEqual([
      ['ops', 'waiting'],
      ['chat', 'waiting'],
    ]);
    await api.ask('/api/alerts/test', { method: 'POST', body: { channel: 'chat' } });
    expect((await api.engine.alerts.get('test:channels'))?.notices).toMatchObject([{ channel: 'chat', change: 2 }]);
    const { items } = await api.engine.audit.list({ limit: 10, action: 'test-alerts', who: 'ada' });
    expect(items.map(({ target, result, why }) => [target, result, why])).toEqual([
      ['ops, chat', 'test 1 requested', 'new channels'],
      ['ops, chat', 'begun', 'new channels'],
    ]);
  });

  it('refuses a test over a channel that is not there', async () => {
    const answer = await api.ask('/api/alerts/test', { method: 'POST', body: { channel: 'fax' } });
    expect(problemIn(answer)).toMatchObject({ status: 404, detail: 'there is no channel "fax"' });
    expect((await api.engine.audit.list({ limit: 1 })).items).toEqual([]);
  });
});

describe('/alerts without channels', () => {
  it('says how to add one', async () => {
    const api = await ApiUnderTest.start();
    expect(problemIn(await api.ask('/api/alerts/test', { method: 'POST' }))).toMatchObject({
      ...{ status: 409, code: 'NO_CHANNELS' },
      detail: expect.stringContaining('ALERTS_FILE'),
    });
    await api.stop();
  });
});
