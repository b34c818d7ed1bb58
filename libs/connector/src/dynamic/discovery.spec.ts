import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceCatalog } from '@twl/ports';
import { RecordingLog } from '@twl/ports/testing';
import { stringify } from 'yaml';
import { FileTokenVault, type TokenVault } from '../auth/tokens/token-vault';
import { createCatalog } from '../source/folder-catalog';
import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { fieldsOf, QuickClock, readStream } from '../testing/source-folder';

const manifest = {
  ...makeManifest(),
  streams: undefined,
  check: { type: 'CheckDynamicStream', stream_count: 1 },
  dynamic_streams: [
    {
      type: 'DynamicDeclarativeStream',
      stream_template: makeStream({ name: 'template', requester: { path: '/template' } }),
      components_resolver: {
        type: 'HttpComponentsResolver',
        retriever: makeStream({ name: 'kinds', requester: { path: '/kinds' } }).retriever,
        components_mapping: [
          { type: 'ComponentMappingDefinition', field_path: ['name'], value: '{{ components_values.id }}s' },
          { type: 'ComponentMappingDefinition', field_path: ['retriever', 'requester', 'path'], value: '/{{ components_values.id }}' },
        ],
      },
    },
  ],
};

describe('streams that only the source knows', () => {
  let root: string;
  let http: ScriptedHttp;
  let kinds: object[];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'twl-discovery-'));
    await mkdir(join(root, 'sources', 'demo'), { recursive: true });
    await writeFile(join(root, 'sources', 'demo', 'manifest.yaml'), stringify(manifest));
    await writeFile(join(root, 'sources', 'demo', 'source.yaml'), '');
    kinds = [{ id: 'x' }, { id: 'y' }];
    http = new ScriptedHttp(({ path }) => (path === '/kinds' ? { body: { items: kinds } } : { body: { items: [{ id: path }] } }));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** As a process of its own sees the folder. */
  const open = (isKept = true, memory?: TokenVault): SourceCatalog =>
    createCatalog({
      sourcesDir: join(root, 'sources'),
      http,
      clock: new QuickClock(),
      log: new RecordingLog(),
      secrets: { get: async () => '', areReal: true },
      ...(isKept ? { memory: memory ?? new FileTokenVault(join(root, 'memory')) } : {}),
    });
  const look = async (catalog: SourceCatalog) => {
    const source = await catalog.get('demo');
    return {
      streams: source!.streams.map(({ name }) => name),
      problems: source!.problems,
      discovery: source!.discovery && { known: source!.discovery.known },
    };
  };

  it('are not asked for when the source is loaded', async () => {
    expect(await look(open())).toEqual({ streams: [], problems: [], discovery: { known: false } });
    expect(http.seen).toEqual([]);
  });

  it('are asked for before a run, and known from then on to every process, without the network', async () => {
    const [other, own] = [open(), open()];
    await look(other);
    const prepared = await own.prepare('demo');
    expect(fieldsOf((await readStream(prepared!.streams[1]!)).items, 'id')).toEqual(['/y']);
    const asked = http.seen.length;
    for (const catalog of [other, own, open()])
      expect(await look(catalog)).toEqual({ streams: ['xs', 'ys'], problems: [], discovery: { known: true } });
    expect(http.seen).toHaveLength(asked);
  });

  it('are asked for again before the next run', async () => {
    const catalog = open();
    await catalog.prepare('demo');
    kinds = [{ id: 'y' }, { id: 'z' }];
    await catalog.prepare('demo');
    expect((await look(catalog)).streams).toEqual(['ys', 'zs']);
  });

  it('stay as they were when the source does not answer, and are a problem when they never were known', async () => {
    const away = new ScriptedHttp(() => ({ status: 400, body: { message: 'not today' } }));
    const known = http;
    http = away;
    expect((await open().prepare('demo'))!.problems).toEqual([expect.stringContaining('not today')]);
    http = known;
    await open().prepare('demo');
    http = away;
    expect((await open().prepare('demo'))!.streams).toHaveLength(2);
  });

  it('are asked for each time where nothing can be remembered', async () => {
    expect((await open(false).prepare('demo'))!.streams).toHaveLength(2);
  });

  it('fail for now, and for no other source, while what the source said cannot be read', async () => {
    await open().prepare('demo');
    await mkdir(join(root, 'sources', 'plain'));
    await writeFile(join(root, 'sources', 'plain', 'manifest.yaml'), stringify(makeManifest()));
    await writeFile(join(root, 'sources', 'plain', 'source.yaml'), '');
    let isAway = true;
    const kept = new FileTokenVault(join(root, 'memory'));
    const load = (name: string) => (isAway ? Promise.reject(new Error('503 Slow Down')) : kept.load(name));
    const catalog = open(true, { load, save: (name, value) => kept.save(name, value) });
    await expect(catalog.get('demo')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    expect((await catalog.list()).map(({ name, problems }) => [name, problems.length])).toEqual([
      ['demo', 1],
      ['plain', 0],
    ]);
    isAway = false;
    expect((await look(catalog)).streams).toEqual(['xs', 'ys']);
    isAway = true;
    expect((await look(catalog)).streams).toEqual(['xs', 'ys']);
  });

  it('are the only reason to look into what sources said', async () => {
    await writeFile(join(root, 'sources', 'demo', 'manifest.yaml'), stringify(makeManifest()));
    const never = () => Promise.reject(new Error('nobody may look'));
    expect((await open(true, { load: never, save: never }).get('demo'))!.problems).toEqual([]);
  });
});
