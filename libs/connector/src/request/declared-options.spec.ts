import { makeManifest } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { loadFolder, readStream } from '../testing/source-folder';

const ask = async (requester: Record<string, unknown>) => {
  const http = new ScriptedHttp(() => ({ body: { items: [] } }));
  const source = await loadFolder({ manifest: makeManifest({ requester }), http });
  expect(source.problems).toEqual([]);
  await readStream(source.streams[0]!);
  return http;
};

describe('options of a request', () => {
  const query: [what: string, request_parameters: unknown, expected: string][] = [
    ['leave out an empty text', { a: '', b: "{{ '' }}", c: 'x' }, 'GET /items?c=x'],
    ['keep that of a mapping that one template gives', "{{ {'a': '', 'b': none, 'c': 'x'} }}", 'GET /items?a=&c=x'],
  ];
  it.each(query)('%s', async (_what, request_parameters, expected) => {
    expect((await ask({ request_parameters })).lines).toEqual([expected]);
  });
});
