import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '@twl/simulator';
import { parse, stringify } from 'yaml';
import { writePostsSource } from './product/posts-source';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';

jest.setTimeout(120_000);

/** Types are written as a user writes them; nothing but the types of the engine would be imported. */
const components = `
type Post = { id: number; title: string; [key: string]: unknown };

export class Shout {
  private readonly mark: string;
  constructor({ properties, config }: { properties: { mark: string }; config: { base_url: string } }) {
    if (!config.base_url) throw new Error('no base_url');
    this.mark = properties.mark;
  }
  apply(post: Post): Post {
    if (post.id === 7) throw new Error('seven is not for shouting');
    return { ...post, title: post.title.toUpperCase() + this.mark };
  }
}
`;

describe('code of a source', () => {
  const folders = new TempFolders();
  let simulator: Simulator;
  let sourcesDir: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
  });
  beforeEach(() => {
    sourcesDir = folders.create();
    env = { DATA_DIR: folders.create(), SOURCES_DIR: sourcesDir, SIMULATOR: 'off', CUSTOM_COMPONENTS: 'on' };
  });
  afterAll(async () => {
    await simulator.close();
    await folders.remove();
  });

  const add = ({
    settings = { customComponents: true },
    file = components,
    className = 'source_declarative_manifest.components.Shout',
  }) => {
    writePostsSource(sourcesDir, 'posts', { address: simulator.url, settings });
    const path = join(sourcesDir, 'posts', 'manifest.yaml');
    const manifest = parse(readFileSync(path, 'utf8')) as { streams: { transformations?: object[] }[] };
    manifest.streams[0]!.transformations = [{ type: 'CustomTransformation', class_name: className, mark: '!' }];
    writeFileSync(path, stringify(manifest));
    mkdirSync(join(sourcesDir, 'posts'), { recursive: true });
    if (file) writeFileSync(join(sourcesDir, 'posts', 'components.ts'), file);
  };

  it('runs where it is allowed, and a record that it fails on is refused alone', async () => {
    add({});
    const { code, stdout, stderr } = await twl(['run', 'posts', '--json'], env);
    expect([code, stderr]).toEqual([1, expect.any(String)]);
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ state: 'partial', counts: { fetched: 100, new: 99, quarantined: 1 } }] });
    const { stdout: exported } = await twl(['export', '--canonical'], env);
    const titles = exported
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { title: string }).title);
    expect(titles.every((title) => title === title.toUpperCase() && title.endsWith('!'))).toBe(true);
    expect((await twl(['failures', 'list', '--json'], env)).stdout).toContain('seven is not for shouting');
  });

  it.each<[string, Parameters<typeof add>[0], Record<string, string>, string]>([
    ['the installation does not allow it', {}, { CUSTOM_COMPONENTS: 'off' }, 'set CUSTOM_COMPONENTS=on and customComponents: true'],
    ['the source does not ask for it', { settings: {} as never }, {}, 'write customComponents: true in source.yaml'],
    ['the file is missing', { file: '' }, {}, 'there is no components.ts beside the manifest'],
    ['the file has no such class', { className: 'Whisper' }, {}, 'components.ts exports no class Whisper (it has Shout)'],
    ['the file is broken', { file: 'export class {' }, {}, 'posts/components.ts:1:1 cannot be loaded'],
    ['the class cannot be made', { file: components.replace('!config.base_url', 'true') }, {}, 'could not be made: no base_url'],
  ])('is refused, saying why and what to do, when %s', async (_what, given, changes, problem) => {
    add(given);
    const { code, stdout } = await twl(['source', 'check', 'posts'], { ...env, ...changes });
    expect([code, stdout]).toEqual([1, expect.stringContaining(problem)]);
  });
});
