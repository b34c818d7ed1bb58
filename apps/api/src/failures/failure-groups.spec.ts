import { failureGroupSchema, failureSchema } from '@twl/contracts';
import { requireFirst } from '@twl/ports';
import { makeFailure } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';
import { discardsSchema } from './failure-actions.dto';
import { failureGroupsSchema } from './failure-groups.dto';

const at = '2026-01-31T11:00:00.000Z';

describe('/api/failure-groups', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await ApiUnderTest.start();
    const failures = ['a', 'b', 'c'].map((id, index) =>
      makeFailure({ id, runId: 'run-1', runSeq: 1, at, pointer: `/${index}`, reason: id === 'c' ? 'SHAPE' : 'KEY_MISSING' }),
    );
    await seedRun(api.engine, { run: 'run-1', at, records: [{ key: '1' }], failures, state: 'partial' });
  });
  afterEach(() => api.stop());

  const groups = () => api.get('/api/failure-groups', failureGroupsSchema);
  const discard = async (body: object) => {
    const { status, text } = await api.ask('/api/discards', { method: 'POST', body });
    expect(status).toBe(200);
    return discardsSchema.parse(JSON.parse(text));
  };

  it('are the open failures, counted by reason and problem, each with an address', async () => {
    const { items, grouped, more } = await groups();
    expect([grouped, more]).toEqual([3, false]);
    expect(items.map(({ reason, count }) => [reason, count])).toEqual([
      ['KEY_MISSING', 2],
      ['SHAPE', 1],
    ]);
    const { id } = requireFirst(items);
    expect(await api.get(`/api/failure-groups/${id}`, failureGroupSchema)).toMatchObject({ id, count: 2 });
    expect(problemIn(await api.ask('/api/failure-groups/none'))).toMatchObject({ status: 404 });
    expect((await api.get('/api/failure-groups?reason=SHAPE', failureGroupsSchema)).grouped).toBe(1);
  });

  it('are discarded whole, after they were counted, and are then gone', async () => {
    const { id } = requireFirst((await groups()).items);
    expect(await discard({ filter: { group: id } })).toMatchObject({ dryRun: true, matched: 2, done: 0 });
    expect((await groups()).grouped).toBe(3);
    const request = { filter: { group: id }, dryRun: false, why: 'test orders', who: 'ada' };
    const done = await discard(request);
    expect(done).toMatchObject({
      dryRun: false,
      state: 'done',
      matched: 2,
      done: 2,
      results: [{ kind: 'discarded' }, { kind: 'discarded' }],
    });
    expect(await api.get(`/api/discards/${done.id}`, discardsSchema)).toEqual(done);
    expect(await api.get('/api/failures/a', failureSchema)).toMatchObject({ status: 'discarded' });
    expect((await groups()).grouped).toBe(1);
    expect(await discard(request)).toMatchObject({ matched: 0 });
    expect(problemIn(await api.ask(`/api/redrives/${done.id}`))).toMatchObject({ status: 404 });
  });

  it('are not discarded without a reason', async () => {
    const answer = await api.ask('/api/discards', { method: 'POST', body: { dryRun: false } });
    expect(problemIn(answer)).toMatchObject({ status: 400, errors: [{ path: 'why' }] });
  });
});
