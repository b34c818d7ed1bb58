import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const router = (partition_field: string, requester: Record<string, unknown>) => ({
  type: 'SubstreamPartitionRouter',
  parent_stream_configs: [
    { type: 'ParentStreamConfig', stream: makeStream({ name: 'parents', requester }), parent_key: 'id', partition_field },
  ],
});

const read = async (parent: Record<string, unknown>, requester: Record<string, unknown> = {}) => {
  const http = new ScriptedHttp(({ path }) => ({ body: { items: path === '/parents' ? [{ id: 'x' }, { id: 'y' }] : [{ id: path }] } }));
  const manifest = makeManifest({
    requester: { path: '/items/{{ stream_partition.a }}', ...requester },
    retriever: { partition_router: [router('a', parent), router('b', parent)] },
  });
  const source = await loadFolder({ manifest, http });
  const { items, pages } = await readStream(source.streams[0]!);
  const count = (path: string) => http.seen.filter((each) => each.path === path).length;
  return { parents: count('/parents'), child: count('/items/x'), ids: fieldsOf(items, 'id'), pages };
};

describe('answers that are kept for the run', () => {
  it('ask a parent once, though the stream is divided by it twice', async () => {
    expect(await read({})).toMatchObject({ parents: 1, child: 2 });
  });

  it('ask it each time where the manifest wants that', async () => {
    expect(await read({ use_cache: false })).toMatchObject({ parents: 2, child: 2 });
  });

  it('are of the same headers', async () => {
    const request_headers = { 'X-Group': '{{ stream_partition.group }}' };
    const grouped = { type: 'ListPartitionRouter', cursor_field: 'group', values: ['g', 'h'] };
    const parents = makeStream({
      name: 'parents',
      requester: { path: '/parents', request_headers },
      retriever: { partition_router: grouped },
    });
    const http = new ScriptedHttp(({ path, headers }) => ({ body: { items: [{ id: path === '/parents' ? headers['x-group'] : path }] } }));
    const partition_router = router('a', {});
    partition_router.parent_stream_configs[0]!.stream = parents;
    const source = await loadFolder({
      manifest: makeManifest({ requester: { path: '/items/{{ stream_partition.a }}' }, retriever: { partition_router } }),
      http,
    });
    const { items } = await readStream(source.streams[0]!);
    expect(fieldsOf(items, 'id')).toEqual(['/items/g', '/items/h']);
  });

  it('give every slice its own page of the same response', async () => {
    const { child, ids, pages } = await read({}, { use_cache: true });
    expect([child, ids]).toEqual([1, ['/items/x', '/items/x', '/items/y', '/items/y']]);
    expect(pages.map(({ partition }) => `${partition['a'] as string}${partition['b'] as string}`)).toEqual(['xx', 'xy', 'yx', 'yy']);
  });
});
