import { recordSchema } from '@twl/contracts';
import { makeVersion, makeWrite } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';
import { versionDiffSchema } from './record-views.dto';

const time = (minute: number): string => `2026-01-31T11:0${minute}:00.000Z`;

describe('the history of a record', () => {
  let api: ApiUnderTest;
  const path = '/api/records/shop.orders.1';

  beforeAll(async () => {
    api = await ApiUnderTest.start();
    const first = makeVersion({ at: time(1), title: 'open', data: { id: 1, state: 'open', big: 2n ** 64n } });
    const record = { key: '1', version: 2, updatedAt: time(3), title: 'paid', data: { id: 1, state: 'paid', paidAt: 3 } };
    const write = makeWrite(record, { versions: [{ version: 1, content: first }] });
    await seedRun(api.engine, { run: 'run-1', at: time(3), writes: [write], state: 'succeeded' });
  });
  afterAll(() => api.stop());

  const asOf = (moment: string) => `${path}?asOf=${encodeURIComponent(moment)}`;

  it('shows it as it was at a moment', async () => {
    const shown = await api.ask(asOf(time(2)));
    expect(recordSchema.parse(JSON.parse(shown.text))).toMatchObject({ version: 1, title: 'open', updatedAt: time(1) });
    expect(shown.text).toContain('18446744073709551616');
    expect(await api.get(asOf('2026-01-31T12:03:00+01:00'), recordSchema)).toMatchObject({ version: 2, title: 'paid' });
    expect(await api.get(asOf('2030-01-01T00:00:00Z'), recordSchema)).toEqual(await api.get(path, recordSchema));
  });

  it('is not there before it was first seen', async () => {
    expect(problemIn(await api.ask(asOf(time(0))))).toMatchObject({ status: 404, detail: expect.stringContaining(time(0)) });
    expect(problemIn(await api.ask('/api/records/none?asOf=2026-01-01T00:00:00Z'))).toMatchObject({ status: 404 });
  });

  it('says what differs between two versions, either way', async () => {
    const answer = await api.ask(`${path}/versions/diff?from=1&to=2`);
    expect(answer.text).toContain('{"op":"remove","path":"/data/big","before":18446744073709551616}');
    const { changes } = versionDiffSchema.parse(JSON.parse(answer.text));
    expect(changes).toMatchObject([
      { op: 'replace', path: '/title', before: 'open', after: 'paid' },
      { op: 'replace', path: '/data/state', before: 'open', after: 'paid' },
      { op: 'remove', path: '/data/big' },
      { op: 'add', path: '/data/paidAt', after: 3 },
    ]);
    const back = JSON.parse((await api.ask(`${path}/versions/diff?from=2&to=1`)).text) as { changes: unknown[] };
    expect(back.changes).toHaveLength(4);
    expect(await api.get(`${path}/versions/diff?from=2&to=2`, versionDiffSchema)).toMatchObject({ changes: [] });
  });

  it.each(['from=1', 'from=1&to=0', 'from=1&to=x', 'from=1&to=2&x=1', 'from=1.5&to=2'])('refuses a diff with %s', async (query) => {
    expect(problemIn(await api.ask(`${path}/versions/diff?${query}`))).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
  });

  it('has no version that is not there', async () => {
    expect(problemIn(await api.ask(`${path}/versions/diff?from=1&to=9`))).toMatchObject({
      status: 404,
      detail: expect.stringContaining('version 9'),
    });
    expect(problemIn(await api.ask('/api/records/none/versions/diff?from=1&to=2'))).toMatchObject({ status: 404 });
    expect(problemIn(await api.ask(`${path}?asOf=yesterday`))).toMatchObject({ status: 400, errors: [{ path: 'asOf' }] });
  });
});
