import { listRouter, requestOption, parentStream } from '../partition/partitioned-read.factory';
import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const spec = {
  type: 'Spec',
  connection_specification: { type: 'object', required: ['shop'], properties: { shop: {}, regions: { type: 'array' } } },
};

/** Loads a stream with this router beside a plain one, and reads both. */
const readBoth = async (partition_router: unknown, config: Record<string, unknown> = {}) => {
  const http = new ScriptedHttp(({ path }) => ({ body: { items: [{ id: path }] } }));
  const divided = makeStream({ name: 'divided', retriever: { partition_router } });
  const manifest = makeManifest({ manifest: { streams: [makeStream(), divided], spec } });
  const source = await loadFolder({ manifest, settings: { config: { shop: 'north', ...config } }, http });
  const [plain, other] = await Promise.all(source.streams.map((stream) => readStream(stream)));
  return { source, http, plain, other };
};

describe('a config value that is not needed and not set', () => {
  const unset = listRouter('region', "{{ config['regions'] }}", requestOption('region'));

  it.each<[where: string, router: unknown]>([
    ['the values of a list', unset],
    ['the values of a list, by get', listRouter('region', "{{ config.get('regions') }}")],
    ['one of two lists', [listRouter('shop', ['a']), unset]],
    ['the other of two lists', [unset, listRouter('shop', ['a'])]],
    [
      'a group',
      { type: 'GroupingPartitionRouter', group_size: 2, underlying_partition_router: listRouter('region', '{{ config.regions }}') },
    ],
    ['a parent', parentStream({}, makeStream({ name: 'parents', retriever: { partition_router: unset } }))],
  ])('leaves the stream empty whose partitions are made of it, says so, and the others are read: %s', async (_where, router) => {
    const { source, http, plain, other } = await readBoth(router);
    expect(source.problems).toEqual([]);
    expect(source.warnings).toEqual([expect.stringMatching(/manifest.yaml:\d+:\d+ .*partition_router.*values: values gives nothing/)]);
    expect(http.lines).toEqual(['GET /items']);
    expect(fieldsOf(plain!.items, 'id')).toEqual(['/items']);
    expect(other!.end).toMatchObject({
      state: 'complete',
      notes: [{ code: 'NO_PARTITIONS', detail: expect.stringContaining('set the config value') }],
    });
    expect(plain!.end.notes ?? []).toEqual([]);
  });

  it('is no matter once it is set', async () => {
    const { source, http, other } = await readBoth(unset, { regions: ['eu', 'us'] });
    expect([source.problems, source.warnings]).toEqual([[], []]);
    expect(http.lines).toEqual(expect.arrayContaining(['GET /divided?region=eu', 'GET /divided?region=us']));
    expect(other!.end.notes ?? []).toEqual([]);
  });

  it('is a problem where it is set to what makes no partitions, and the problem shows it', async () => {
    for (const [value, shown] of [
      ['eu', '"eu"'],
      [7, '7'],
      [true, 'true'],
    ] as const) {
      const { source } = await readBoth(listRouter('region', "{{ config['shop'] }}"), { shop: value });
      expect(source.problems).toEqual([expect.stringContaining(`values: values gives ${shown}, which is not a list`)]);
    }
  });

  it('gives the keys of a mapping', async () => {
    const { http } = await readBoth(listRouter('region', "{{ {'eu': 1, 'us': 2} }}", requestOption('region')));
    expect(http.lines).toEqual(expect.arrayContaining(['GET /divided?region=eu', 'GET /divided?region=us']));
  });
});
