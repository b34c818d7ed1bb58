import { exportSchema, type CuratedRecord, type Export } from '@twl/contracts';
import { exportKeptMs } from '@twl/ports';
import { makeAuditEntry } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';

const at = '2026-01-31T11:00:00.000Z';

describe('exports', () => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    const records: Partial<CuratedRecord>[] = [
      { key: '1', title: 'Alpha', data: { id: 1, big: 2n ** 64n } },
      { key: '2', title: '=beta', data: { id: 2 } },
    ];
    await seedRun(api.engine, { run: 'run-1', at, records, state: 'succeeded' });
  });
  afterEach(() => api.stop());

  const create = async (body: unknown): Promise<Export> => {
    const answer = await api.ask('/api/exports', { method: 'POST', body });
    expect(answer.status).toBe(202);
    const made = exportSchema.parse(JSON.parse(answer.text));
    expect(answer.headers.location).toBe(`/api/exports/${made.id}`);
    return made;
  };

  describe('of a list', () => {
    it.each([
      ['an Accept', '/api/records?source=shop&sort=updatedAt', { accept: 'text/csv' }],
      ['a format', '/api/records?source=shop&sort=updatedAt&format=csv&limit=1', {}],
    ])('are what %s asks for: all records, not a page', async (_, path, headers) => {
      const { status, headers: sent, text } = await api.ask(path, { headers });
      expect([status, sent['content-type'], sent['content-disposition']]).toEqual([
        200,
        'text/csv; charset=utf-8; header=present',
        'attachment; filename="records.csv"',
      ]);
      expect(text.split('\r\n').slice(0, -1)).toHaveLength(3);
      expect(text).toContain('18446744073709551616');
      expect(text).toContain("'=beta");
      expect(sent['vary']).toMatch(/accept/i);
    });

    it('are a page of JSON for a browser, and whoever takes anything', async () => {
      for (const accept of ['*/*', 'text/html,*/*;q=0.8', 'application/json', 'text/csv;q=0.5, application/json', 'image/png'])
        expect((await api.ask('/api/records', { headers: { accept } })).headers['content-type']).toMatch(/^application\/json/);
    });

    it('have the filters of the list, and its order', async () => {
      const { text } = await api.ask('/api/records?q=alpha&format=ndjson');
      expect(
        text
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as { key: string }).key),
      ).toEqual(['1']);
      expect((await api.ask('/api/records?format=parquet')).headers['content-type']).toBe('application/vnd.apache.parquet');
      expect(problemIn(await api.ask('/api/records?format=xml'))).toMatchObject({ status: 400, errors: [{ path: 'format' }] });
    });

    it('are not sent again to whoever has them', async () => {
      const { headers } = await api.ask('/api/records?format=csv');
      const again = await api.ask('/api/records?format=csv', { headers: { 'if-none-match': headers.etag! } });
      expect([again.status, again.text]).toEqual([304, '']);
    });

    it('are refused where one response does not hold them, with what to do', async () => {
      const many = Array.from({ length: 5001 }, (_, i) => ({ key: `m${i}` }));
      await seedRun(api.engine, { run: 'run-2', source: 'many', at, records: many, state: 'succeeded' });
      const refused = problemIn(await api.ask('/api/records?source=many&format=ndjson'));
      expect(refused).toMatchObject({ status: 409, code: 'EXPORT_TOO_LARGE', detail: expect.stringContaining('POST /api/exports') });
    });
  });

  describe('of any number of records', () => {
    it('are a file, which is written down', async () => {
      const made = await create({ format: 'ndjson', query: { source: 'shop', q: 'a' }, who: 'ada', why: 'for the audit' });
      expect(made).toMatchObject({ state: 'done', progress: { done: 2 }, file: { href: `/api/exports/${made.id}/file` } });
      const { status, headers, text } = await api.ask(made.file!.href);
      expect([status, headers['content-length']]).toEqual([200, String(made.file!.bytes)]);
      expect(text.trimEnd().split('\n')).toHaveLength(2);
      expect(text).toContain('18446744073709551616');
      expect(await api.engine.audit.get(made.id)).toMatchObject({
        ...{ who: 'ada', action: 'export', why: 'for the audit', target: 'ndjson of records?source=shop&q=a' },
      });
    });

    it('are known to other processes by the audit log', async () => {
      const made = await create({ format: 'csv' });
      const target = 'csv of records?';
      const file = { id: 'export-other', contentType: 'text/csv', fileName: 'x.csv' };
      await api.engine.exportFiles.write({ ...file, content: (async function* () {})() });
      await api.engine.audit.append(makeAuditEntry({ id: 'export-other', action: 'export', target, result: 'begun' }));
      const seen = () => api.get('/api/exports/export-other', exportSchema);
      expect(await seen()).toMatchObject({ state: 'unfinished', format: 'csv', file: null });
      const result = 'exported: 7 records, 0 bytes';
      await api.engine.audit.append(makeAuditEntry({ id: 'export-other.end', action: 'export', target, result }));
      expect(await seen()).toMatchObject({ state: 'done', detail: result, progress: { done: 7 }, file: { bytes: 0 } });
      await api.clock.advance(exportKeptMs);
      expect(await seen()).toMatchObject({ state: 'expired', file: null });
      expect(await api.get(`/api/exports/${made.id}`, exportSchema)).toMatchObject({ state: 'expired', file: null });
      expect(problemIn(await api.ask(`/api/exports/${made.id}/file`))).toMatchObject({ status: 404 });
    });

    it('say why they failed', async () => {
      api.engine.exportFiles.write = () => Promise.reject(new Error('the disk is full'));
      const made = await create({ format: 'json' });
      expect(made).toMatchObject({ state: 'failed', detail: 'the disk is full', file: null });
    });

    it.each([{}, { format: 'xml' }, { format: 'csv', query: { sort: 'id' } }, { format: 'csv', query: { asOf: 'today' } }])(
      'refuse %j',
      async (body) => {
        expect(problemIn(await api.ask('/api/exports', { method: 'POST', body }))).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
      },
    );

    it('do not know an id that is none', async () => {
      await api.engine.audit.append(makeAuditEntry({ id: 'other', action: 'replay', target: 'shop.orders' }));
      for (const id of ['none', 'other', '..%2fx'])
        for (const path of [`/api/exports/${id}`, `/api/exports/${id}/file`])
          expect(problemIn(await api.ask(path))).toMatchObject({ status: 404 });
    });
  });
});
