import { driftSchema, listOf, pageIdOf, streamContractSchema, streamSettingsSchema } from '@twl/contracts';
import { makeCommit, makeFailure, makeContractUpdate, makePage, makeBegin } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { makeSource } from '../testing/listed-sources';
import { acceptedSchema } from './contract.dto';

const watched = () => {
  const source = makeSource({ name: 'shop', streams: ['orders', 'plain'] });
  Object.assign(source.streams[0]!, { settings: streamSettingsSchema.parse({ contract: { typeChange: 'quarantine' } }) });
  return source;
};

describe('contracts of streams', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await ApiUnderTest.start({ sources: [watched()] });
  });
  afterEach(() => api.stop());

  /** One run with one page that teaches. */
  const teach = async (id: string, at: string, changes: Parameters<typeof makeContractUpdate>[1]) => {
    const begun = await api.engine.runs.begin(makeBegin({ id, at }));
    if (begun.kind !== 'started') throw new Error(begun.kind);
    const page = makePage(begun.lease, { fetchedAt: at });
    await api.engine.ledger.enter(begun.lease, page);
    const contractUpdate = makeContractUpdate(pageIdOf(page), changes, { at });
    const failures = changes?.some(({ policy }) => policy === 'quarantine') ? [makeFailure({ ...pageIdOf(page), reason: 'CONTRACT' })] : [];
    await api.engine.records.commit(makeCommit(page, [], { contractUpdate, failures }));
    await api.engine.runs.endFetch(
      begun.lease,
      { state: 'complete', unmodified: makeCommit(page).counts, bytesSaved: 0 },
      { pages: 1, bytes: 1 },
    );
    await api.engine.runs.close(id, { state: 'succeeded', counts: makeCommit(page).counts, at });
  };
  const history = async () => {
    await teach('r1', '2026-01-01T00:00:00.000Z', [{ change: 'learned', field: 'price' }]);
    await teach('r2', '2026-01-02T00:00:00.000Z', [
      { field: 'more', types: ['string'] },
      { field: 'other', types: ['object'] },
    ]);
    await teach('r3', '2026-01-03T00:00:00.000Z', [
      { change: 'changed', types: ['string'], before: ['number'], policy: 'quarantine', sample: '"x"' },
    ]);
  };
  const fields = async (query: string) => (await api.get(`/api/drift${query}`, listOf(driftSchema))).items.map(({ field }) => field);

  it('show what the next run is held to', async () => {
    await history();
    const contract = await api.get('/api/sources/shop/streams/orders/contract', streamContractSchema);
    expect(contract.policies).toEqual({ newFields: 'evolve', typeChange: 'quarantine', removed: 'evolve' });
    expect(contract.fields.map(({ field, types, since }) => [field, types.join(), since?.runId])).toEqual([
      ['more', 'string', 'r2'],
      ['other', 'object', 'r2'],
      ['price', 'number', 'r1'],
    ]);
  });

  it('list what drifted, newest first, by filters and pages', async () => {
    await history();
    expect(await fields('')).toEqual(['price', 'other', 'more']);
    expect(await fields('?runId=r2')).toEqual(['other', 'more']);
    expect(await fields('?status=refused')).toEqual(['price']);
    expect(await fields('?change=added&stream=orders&source=shop')).toEqual(['other', 'more']);
    expect([await fields('?source=none'), await fields('?runId=none'), await fields('?stream=plain')]).toEqual([[], [], []]);
    const first = await api.get('/api/drift?limit=2', listOf(driftSchema));
    const second = await api.get(`/api/drift?limit=2&cursor=${first.page.next}`, listOf(driftSchema));
    expect([second.items.map(({ field }) => field), second.page.next]).toEqual([['more'], null]);
    expect(problemIn(await api.ask('/api/drift?limit=2&cursor=x')).status).toBe(400);
    expect(problemIn(await api.ask('/api/drift?what=x')).status).toBe(400);
  });

  it('take in a change that a person accepts, with a reason', async () => {
    await history();
    const accept = (body: unknown, stream = 'orders') =>
      api.ask(`/api/sources/shop/streams/${stream}/contract/accept`, { method: 'POST', body });
    expect((await accept({})).status).toBe(400);
    expect((await accept({ why: 'x', fields: ['nope'] })).status).toBe(404);
    const answer = await accept({ why: 'agreed', who: 'ada', fields: ['price'] });
    expect([answer.status, acceptedSchema.parse(JSON.parse(answer.text))]).toEqual([
      200,
      { accepted: [expect.objectContaining({ field: 'price', type: 'string', who: 'ada' })], waiting: 1 },
    ]);
    expect(await fields('?status=accepted')).toEqual(['price']);
    const { items } = await api.engine.audit.list({ limit: 1, action: 'accept', who: 'ada' });
    expect(items).toMatchObject([
      { who: 'ada', why: 'agreed', target: 'shop.orders', result: 'price may be string; 1 refused can be redriven' },
    ]);
  });

  it('are not there for a stream that has none', async () => {
    for (const path of ['shop/streams/plain', 'shop/streams/none', 'none/streams/orders']) {
      const answer = await api.ask(`/api/sources/${path}/contract`);
      expect([answer.status, problemIn(answer).code]).toEqual([404, 'NOT_FOUND']);
    }
  });
});
