import { auditEntrySchema, failureSchema, listOf } from '@twl/contracts';
import { makeFailure } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { ArrayStream, makeSource } from '../testing/listed-sources';
import { seedRun } from '../testing/seed';
import { discardSchema, redriveSchema, redrivesSchema, type Redrives } from './failure-actions.dto';

const at = '2026-01-31T11:00:00.000Z';

describe('what can be done about failures', () => {
  let api: ApiUnderTest;
  let orders: ArrayStream;

  beforeEach(async () => {
    const source = makeSource({ name: 'shop' });
    orders = source.streams[0] as ArrayStream;
    api = await ApiUnderTest.start({ sources: [source] });
    const failures = [0, 1, 2].map((itemIndex) =>
      makeFailure({
        id: `bad/${itemIndex}`,
        at,
        pointer: `/${itemIndex}`,
        rawRef: { key: 'raw', itemIndex, runId: 'run-1' },
        data: { no: itemIndex },
      }),
    );
    await seedRun(api.engine, { run: 'run-1', at, failures, page: '[{"no":0},{"no":1},{"no":2}]', state: 'partial' });
  });
  afterEach(() => api.stop());

  const post = (path: string, body: unknown = {}) => api.ask(`/api/${path}`, { method: 'POST', body });
  const written = async (query = '') => (await api.get(`/api/audit?${query}`, listOf(auditEntrySchema))).items;
  /** How each action ended. */
  const audit = async (query = '') => (await written(query)).filter(({ result }) => result !== 'begun');
  const bulk = async (body: unknown): Promise<Redrives> => redrivesSchema.parse(JSON.parse((await post('redrives', body)).text));

  it('redrives one, and keeps it visible as resolved', async () => {
    orders.keyField = 'no';
    const answer = await post('failures/bad%2F1/redrive', { who: 'ada', why: 'the key is no' });
    expect(answer.status).toBe(200);
    expect(redriveSchema.parse(JSON.parse(answer.text))).toMatchObject({
      kind: 'applied',
      outcome: 'new',
      failure: { status: 'resolved' },
    });
    expect(await api.get('/api/failures/bad%2F1', failureSchema)).toMatchObject({ status: 'resolved', data: { no: 1 } });
    expect((await api.ask('/api/records/shop.orders.1')).status).toBe(200);
    expect(await audit()).toMatchObject([
      { who: 'ada', why: 'the key is no', at: api.clock.iso(), action: 'redrive', target: 'bad/1', result: 'applied as new' },
    ]);
    expect(JSON.parse((await post('failures/bad%2F1/redrive')).text)).toMatchObject({ kind: 'closed', status: 'resolved' });
  });

  it('says that one is refused still, without a body too', async () => {
    const answer = await api.ask('/api/failures/bad%2F1/redrive', { method: 'POST' });
    expect(JSON.parse(answer.text)).toMatchObject({ kind: 'refused', detail: 'id is missing', failure: { status: 'open' } });
    expect(await audit()).toMatchObject([{ who: 'api', why: null, result: 'refused again: id is missing' }]);
  });

  it('discards one with a reason, once', async () => {
    expect(problemIn(await post('failures/bad%2F1/discard'))).toMatchObject({ status: 400, errors: [{ path: 'why' }] });
    expect(problemIn(await post('failures/bad%2F1/discard', { why: '  ' }))).toMatchObject({ status: 400, errors: [{ path: 'why' }] });
    const answer = await post('failures/bad%2F1/discard', { why: 'a test record', who: 'grace' });
    expect(discardSchema.parse(JSON.parse(answer.text))).toMatchObject({ kind: 'discarded', failure: { status: 'discarded' } });
    await api.clock.advance(1000);
    expect(JSON.parse((await post('failures/bad%2F1/discard', { why: 'again' })).text)).toMatchObject({ kind: 'closed' });
    expect((await audit('action=discard')).map(({ who, result }) => [who, result])).toEqual([
      ['api', 'nothing to do: it is discarded already'],
      ['grace', 'discarded'],
    ]);
    expect((await written('who=grace&target=bad%2F1')).map(({ result }) => result)).toEqual([expect.any(String), 'begun']);
  });

  it('says what keeps one from being tried', async () => {
    api.engine.ledger.get = async () => undefined;
    const problem = problemIn(await post('failures/bad%2F1/redrive'));
    expect(problem).toMatchObject({ status: 409, code: 'NOTHING_TO_REDRIVE', detail: expect.stringContaining('discard it') });
    expect(await audit()).toMatchObject([{ result: expect.stringMatching(/^failed: /) }]);
  });

  it('lists what would be tried, and tries nothing, when not told otherwise', async () => {
    orders.keyField = 'no';
    expect(await bulk({ filter: { source: 'shop', reason: 'KEY_MISSING' } })).toMatchObject({
      dryRun: true,
      state: 'done',
      matched: 3,
      more: false,
      done: 0,
      results: [
        { id: 'bad/2', kind: 'matched' },
        { id: 'bad/1', kind: 'matched' },
        { id: 'bad/0', kind: 'matched' },
      ],
    });
    expect(await bulk({ limit: 2 })).toMatchObject({ matched: 2, more: true });
    expect(await bulk({ filter: { source: 'other' } })).toMatchObject({ matched: 0, results: [] });
    expect(await audit()).toEqual([]);
    expect(await api.engine.failures.countOpen()).toBe(3);
  });

  it('redrives all that a filter lets through, up to the limit, each written down', async () => {
    orders.keyField = 'no';
    const body = { filter: { stream: 'orders' }, dryRun: false, limit: 2, why: 'the key is no', who: 'ada' };
    expect(await bulk(body)).toMatchObject({
      state: 'done',
      matched: 2,
      more: true,
      done: 2,
      results: [
        { id: 'bad/2', kind: 'applied', outcome: 'new' },
        { id: 'bad/1', kind: 'applied', outcome: 'new' },
      ],
    });
    expect((await audit()).map(({ target, who }) => [target, who]).sort()).toEqual([
      ['bad/1', 'ada'],
      ['bad/2', 'ada'],
    ]);
    expect(await api.engine.failures.countOpen()).toBe(1);
  });

  it('redrives those that are named, and says which are not there', async () => {
    orders.keyField = 'no';
    const results = [
      { id: 'bad/0', kind: 'applied' },
      { id: 'none', kind: 'failed', detail: 'there is no failure "none"' },
    ];
    expect(await bulk({ ids: ['bad/0', 'none', 'bad/0'], dryRun: false, why: 'x' })).toMatchObject({ matched: 2, results });
  });

  it('goes on after the answer where it takes long, and can be looked at', async () => {
    orders.keyField = 'no';
    const asked = post('redrives', { dryRun: false, rate: 0.1, why: 'slowly' });
    while (api.clock.sleeping < 2) await new Promise((resolve) => setImmediate(resolve));
    await api.clock.advance(2000);
    const answer = await asked;
    const { id } = JSON.parse(answer.text) as Redrives;
    expect(answer).toMatchObject({ status: 202, headers: { location: `/api/redrives/${id}` } });
    expect(await api.get(`/api/redrives/${id}`, redrivesSchema)).toMatchObject({ state: 'running', finishedAt: null, matched: 3, done: 1 });
    while ((await api.get(`/api/redrives/${id}`, redrivesSchema)).state === 'running') await api.clock.advance(5000);
    expect(await api.get(`/api/redrives/${id}`, redrivesSchema)).toMatchObject({ state: 'done', done: 3 });
  });

  it('is not there after a restart', async () => {
    expect(problemIn(await api.ask('/api/redrives/redrives-1'))).toMatchObject({ status: 404, detail: expect.stringContaining('process') });
  });

  it.each<[string, unknown, string]>([
    ['redrives', { dryRun: false }, 'why'],
    ['redrives', { limit: 10_001 }, 'limit'],
    ['redrives', { limit: 0 }, 'limit'],
    ['redrives', { rate: 0 }, 'rate'],
    ['redrives', { dryRun: 'no' }, 'dryRun'],
    ['redrives', { filter: { status: 'resolved' } }, 'filter.status'],
    ['redrives', { filter: { source: 'shop' }, ids: ['bad/0'] }, 'ids'],
    ['redrives', { ids: [] }, 'ids'],
    ['failures/bad%2F0/redrive', { who: '' }, 'who'],
    ['failures/bad%2F0/redrive', { why: 'x'.repeat(2001) }, 'why'],
    ['failures/bad%2F0/redrive', { force: true }, 'force'],
    ['failures/bad%2F0/discard', [], ''],
  ])('refuses %s with %j', async (path, body, wrong) => {
    expect(problemIn(await post(path, body))).toMatchObject({ status: 400, code: 'INVALID_REQUEST', errors: [{ path: wrong }] });
    expect(await audit()).toEqual([]);
  });

  it('knows no failure that is not there, and does nothing for another site', async () => {
    for (const action of ['redrive', 'discard']) {
      expect(problemIn(await post(`failures/none/${action}`, { why: 'x' }))).toMatchObject({
        status: 404,
        detail: 'there is no failure "none"',
      });
    }
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await api.ask('/api/failures/bad%2F0/redrive', { method: 'POST', headers })).status).toBe(403);
    expect(problemIn(await api.ask('/api/audit?action=delete'))).toMatchObject({ status: 400, errors: [{ path: 'action' }] });
    expect(await audit()).toEqual([]);
  });
});
