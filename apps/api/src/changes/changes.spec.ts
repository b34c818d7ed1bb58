import { get, type IncomingMessage } from 'node:http';
import { changesSchema } from '@twl/contracts';
import { changesKeptMs } from '@twl/ports';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';

const at = '2026-01-31T11:00:00.000Z';

describe('the change feed', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await ApiUnderTest.start();
    await seedRun(api.engine, { run: 'run-1', at, records: [{ key: '1', data: { big: 2n ** 64n } }, { key: '2' }], state: 'succeeded' });
  });
  afterEach(() => api.stop());

  const more = (run: string, key: string) => seedRun(api.engine, { run, at, records: [{ key }], state: 'succeeded' });
  const read = async (query = '') => {
    const { text } = await api.ask(`/api/changes${query}`);
    return changesSchema.parse(JSON.parse(text));
  };

  it('is read from its beginning, and on from where it was left', async () => {
    const first = await read('?limit=1');
    expect([first.changes.map(({ kind, recordId }) => `${kind} ${recordId}`), first.more]).toEqual([['snapshot shop.orders.1'], true]);
    const second = await read(`?after=${first.next}`);
    expect(second.changes.map(({ recordId }) => recordId)).toEqual(['shop.orders.2']);
    await more('run-2', '3');
    const third = await read(`?after=${second.next}`);
    expect(third).toMatchObject({ changes: [{ kind: 'new', recordId: 'shop.orders.3', version: 1 }], more: false });
    expect((await read(`?after=${third.next}`)).changes).toEqual([]);
    expect((await read(`?after=${second.next}`)).changes).toEqual(third.changes);
    expect((await api.ask('/api/changes?limit=1')).text).toContain('18446744073709551616');
  });

  it('belongs to its filters, and says what to do after a week', async () => {
    const { next } = await read('?source=shop');
    for (const query of [`?after=${next}`, `?source=other&after=${next}`, '?after=AAAA'])
      expect(problemIn(await api.ask(`/api/changes${query}`))).toMatchObject({ status: 400, code: 'BAD_CURSOR' });
    expect((await read('?stream=none')).changes).toEqual([]);
    await api.clock.advance(changesKeptMs + 1000);
    expect(problemIn(await api.ask(`/api/changes?source=shop&after=${next}`))).toMatchObject({
      ...{ status: 410, code: 'FEED_EXPIRED', detail: expect.stringContaining('begin again without a position') },
    });
  });

  describe('as a stream', () => {
    /** Opens a stream, and collects its events. */
    const open = async (headers: Record<string, string> = {}) => {
      const { port } = api.app.getHttpServer().address() as { port: number };
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get({ host: '127.0.0.1', port, path: '/api/changes/stream?source=shop', headers }, resolve).on('error', reject);
      });
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      const ended = new Promise<void>((resolve) => response.on('close', resolve));
      const until = async (pattern: RegExp): Promise<string> => {
        for (let tries = 0; tries < 500 && !pattern.test(text); tries++) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          await api.clock.advance(100);
        }
        expect(text).toMatch(pattern);
        return text;
      };
      return { response, until, ended };
    };
    const idIn = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].at(-1)![1]!;

    it('sends what there is, and what comes', async () => {
      const { response, until } = await open();
      expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
      await until(/event: snapshot\ndata: \{.*"shop.orders.2".*\}\n\n/);
      await more('run-2', '3');
      const text = await until(/event: new\ndata: \{.*"shop.orders.3".*\}\n\n/);
      expect(text).toContain('18446744073709551616');
      await more('run-3', '4');
      await until(/"shop.orders.4"/);
      response.destroy();
    });

    it('goes on behind the last id', async () => {
      const first = await open();
      const id = idIn(await first.until(/"shop.orders.2"/));
      first.response.destroy();
      await more('run-2', '3');
      const second = await open({ 'last-event-id': id });
      expect((await second.until(/"shop.orders.3"/)).match(/^event: .*/gm)).toEqual(['event: new']);
      second.response.destroy();
    });

    it('says that it is there while nothing comes, and moves the id on', async () => {
      const { response, until } = await open();
      const before = idIn(await until(/"shop.orders.2"/));
      expect(idIn(await until(/: nothing new\nid: .+\n\n/))).not.toBe(before);
      response.destroy();
    });

    it('ends when the server stops', async () => {
      const { until, ended } = await open();
      await until(/"shop.orders.2"/);
      await Promise.all([api.stop(), ended]);
      api = await ApiUnderTest.start();
    });

    it('is refused with a wrong id', async () => {
      expect(problemIn(await api.ask('/api/changes/stream', { headers: { 'last-event-id': 'AAAA' } }))).toMatchObject({
        code: 'BAD_CURSOR',
      });
    });
  });
});
