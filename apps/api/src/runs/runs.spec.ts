import { failureSchema, listOf, runSchema, type Run } from '@twl/contracts';
import { makeFailure } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';

const at = (minute: number): string => `2026-01-31T11:0${minute}:00.000Z`;

describe('/api/runs and /api/failures', () => {
  let api: ApiUnderTest;
  const runs = listOf(runSchema);
  const failures = listOf(failureSchema);

  beforeAll(async () => {
    api = await ApiUnderTest.start();
    for (const minute of [1, 2, 3]) {
      const refused = makeFailure({
        id: `refused/${minute}`,
        runId: `run-${minute}`,
        runSeq: minute,
        at: at(minute),
        data: { n: 2n ** 60n },
      });
      await seedRun(api.engine, {
        run: `run-${minute}`,
        at: at(minute),
        records: [{ key: `${minute}` }],
        failures: [refused],
        state: 'partial',
      });
    }
    await seedRun(api.engine, { run: 'run-4', stream: 'items', at: at(4) });
  });
  afterAll(() => api.stop());

  it('list runs newest first, without what the store keeps for itself', async () => {
    const { items } = await api.get('/api/runs', runs);
    expect(items.map(({ id, state }) => [id, state])).toEqual([
      ['run-4', 'running'],
      ['run-3', 'partial'],
      ['run-2', 'partial'],
      ['run-1', 'partial'],
    ]);
    expect(Object.keys(items[1]!).sort()).toEqual(
      ['bytes', 'counts', 'finishedAt', 'id', 'pages', 'seq', 'source', 'startedAt', 'state', 'stream', 'trigger'].sort(),
    );
  });

  it('walk runs with a filter to the end', async () => {
    const seen: Run[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, page }: { items: Run[]; page: { next: string | null } } = await api.get(
        `/api/runs?state=partial&limit=1${cursor}`,
        runs,
      );
      seen.push(...items);
      cursor = page.next === null ? null : `&cursor=${page.next}`;
    }
    expect(seen.map(({ id }) => id)).toEqual(['run-3', 'run-2', 'run-1']);
  });

  it('get one run, or say that it is not there', async () => {
    expect(await api.get('/api/runs/run-2', runSchema)).toMatchObject({ id: 'run-2', counts: { fetched: 2, new: 1, quarantined: 1 } });
    expect(problemIn(await api.ask('/api/runs/none'))).toMatchObject({ status: 404, detail: 'there is no run "none"' });
  });

  it('refuse a state that is none', async () => {
    expect(problemIn(await api.ask('/api/runs?state=done'))).toMatchObject({ status: 400, errors: [{ path: 'state' }] });
  });

  it('list failures newest first, with filters and pages', async () => {
    const first = await api.get('/api/failures?limit=2&status=open', failures);
    const second = await api.get(`/api/failures?limit=2&status=open&cursor=${first.page.next}`, failures);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['refused/3', 'refused/2', 'refused/1']);
    expect((await api.get('/api/failures?status=resolved', failures)).items).toEqual([]);
    expect((await api.get('/api/failures?runId=run-1&reason=KEY_MISSING&kind=record', failures)).items).toHaveLength(1);
  });

  it('get one failure with its data to the digit', async () => {
    expect((await api.ask('/api/failures/refused%2F1')).text).toContain('"data":{"n":1152921504606846976}');
    expect(problemIn(await api.ask('/api/failures/none'))).toMatchObject({ status: 404 });
    expect(problemIn(await api.ask('/api/failures?reason=NONE'))).toMatchObject({ status: 400 });
  });
});
