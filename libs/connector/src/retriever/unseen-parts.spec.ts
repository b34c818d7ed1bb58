import { listRouter, requestOption, parentStream } from '../partition/partitioned-read.factory';
import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse } from '../testing/scripted-http';
import { loadFolder, readStream } from '../testing/source-folder';

const ignoring = (...http_codes: number[]) => ({
  type: 'DefaultErrorHandler',
  response_filters: [{ type: 'HttpResponseFilter', http_codes, action: 'IGNORE' }],
});
const teams = listRouter('team', ['a', 'b'], requestOption('team'));
type Answers = (path: string, query: Record<string, string>) => ScriptedResponse;

const read = async (parts: Parameters<typeof makeManifest>[0], responses: Answers, choices = {}) => {
  const http = new ScriptedHttp(({ path, query }) => responses(path, query));
  const source = await loadFolder({ manifest: makeManifest(parts), http });
  expect(source.problems).toEqual([]);
  return (await readStream(source.streams[0]!, choices)).end;
};
const items = (...ids: number[]): ScriptedResponse => ({ body: { items: ids.map((id) => ({ id })) } });

describe('what a complete read did not see', () => {
  it('is a partition whose error is ignored: told with the request, and counted', async () => {
    const end = await read({ retriever: { partition_router: teams }, requester: { error_handler: ignoring(403) } }, (_path, { team }) =>
      team === 'a' ? { status: 403, body: {} } : items(1),
    );
    expect(end).toMatchObject({ state: 'complete', unseen: 1, items: 1 });
    expect(end.notes).toEqual([
      { code: 'ERROR_IGNORED', detail: expect.stringContaining('GET https://api.test/items?team=a: '), count: 1 },
    ]);
  });

  it('is a response of status 200 that the manifest takes for an error', async () => {
    const error_handler = {
      type: 'DefaultErrorHandler',
      response_filters: [{ type: 'HttpResponseFilter', predicate: "{{ response.status == 'denied' }}", action: 'IGNORE' }],
    };
    const end = await read({ requester: { error_handler } }, () => ({ body: { status: 'denied', items: [] } }));
    expect(end).toMatchObject({ state: 'complete', unseen: 1 });
  });

  it('is what is below parents that are not listed, or have no key', async () => {
    const router = parentStream({}, makeStream({ name: 'parents', requester: { error_handler: ignoring(404) } }));
    const end = await read({ retriever: { partition_router: router } }, (path) =>
      path === '/parents' ? { status: 404, body: {} } : items(1),
    );
    expect(end).toMatchObject({ state: 'complete', unseen: 1, notes: [{ code: 'ERROR_IGNORED' }] });
    const keyless = await read({ retriever: { partition_router: parentStream() } }, (path) =>
      path === '/parents' ? { body: { items: [{ id: 'p1' }, { id: null }, { name: 'no id' }] } } : items(1),
    );
    expect(keyless).toMatchObject({ state: 'complete', unseen: 2, notes: [{ code: 'PARENT_SKIPPED', count: 2 }] });
  });

  it('is a chunk of properties, and a list that was cut short', async () => {
    const chunked = {
      requester: {
        error_handler: ignoring(400),
        request_parameters: {
          fields: {
            type: 'QueryProperties',
            property_list: ['a', 'b'],
            property_chunking: { type: 'PropertyChunking', property_limit_type: 'property_count', property_limit: 1 },
          },
        },
      },
    };
    const end = await read(chunked, (_path, { fields }) => (fields?.includes('b') ? { status: 400, body: {} } : items(1)));
    expect(end).toMatchObject({ state: 'complete', unseen: 1 });
    expect(end.notes?.[0]).toMatchObject({ code: 'ERROR_IGNORED' });
  });

  it('is nothing where everything was answered', async () => {
    const end = await read({ retriever: { partition_router: teams } }, () => items(1));
    expect([end.unseen, end.notes]).toEqual([undefined, undefined]);
  });

  it('is counted beyond the number of notes that are kept', async () => {
    const many = listRouter(
      'team',
      Array.from({ length: 40 }, (_, i) => `t${i}`),
      requestOption('team'),
    );
    const parts = { retriever: { partition_router: many }, requester: { error_handler: ignoring(403) } };
    expect(await read(parts, () => ({ status: 403, body: {} }))).toMatchObject({ unseen: 40, notes: [{ count: 40 }] });
  });
});
