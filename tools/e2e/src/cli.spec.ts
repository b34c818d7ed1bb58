import type { Failure, Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { workspace } from './product/dist';
import { writePostsSource } from './product/posts-source';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';
import { rawObjects } from './product/written-files';

jest.setTimeout(120_000);

const escape = String.fromCharCode(27);

describe('the twl command', () => {
  const folders = new TempFolders();
  let simulator: Simulator;
  let sourcesDir: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
  });
  beforeEach(() => {
    sourcesDir = folders.create();
    env = { DATA_DIR: folders.create(), SOURCES_DIR: sourcesDir, SIMULATOR: 'off' };
    simulator.faults.clear();
  });
  afterAll(async () => {
    await simulator.close();
    await folders.remove();
  });

  const addPosts = () => writePostsSource(sourcesDir, 'posts', { address: simulator.url, pageSize: 50 });
  const runs = (stdout: string): Run[] => (JSON.parse(stdout) as { runs: Run[] }).runs;

  describe('in general', () => {
    it('tells how it is used', async () => {
      const { code, stdout } = await twl(['--help']);
      expect(code).toBe(0);
      for (const word of ['up', 'run', 'source']) expect(stdout).toContain(word);
    });

    it.each([[['dance']], [['run']], [['run', 'posts', '--colour']], [['source', 'preview', 'posts', '--limit', 'many']]])(
      'refuses %j with exit code 2',
      async (args) => {
        addPosts();
        const { code, stdout, stderr } = await twl(args, env);
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).not.toMatch(/\n\s+at /);
        expect(stderr.trim()).not.toBe('');
      },
    );

    it('says of items of a table that this engine has none', async () => {
      const engine = 'reads the DynamoDB table of the AWS engine (ENGINE=aws); this is the local engine';
      expect(await twl(['item', 'STREAMS'], env)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(engine) });
    });

    it('names every setting that is wrong, one clear line each, with exit code 2', async () => {
      const { code, stdout, stderr } = await twl(['up'], {
        ...env,
        PORT: 'http',
        SIMULATOR: 'maybe',
        LOG_LEVEL: 'loud',
        SOURCES_DIR: '/no/where',
      });
      expect([code, stdout]).toEqual([2, '']);
      for (const name of ['PORT', 'SIMULATOR', 'LOG_LEVEL', 'SOURCES_DIR']) expect(stderr).toMatch(new RegExp(`^.*\\b${name}\\b.+$`, 'm'));
      expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(5);
    });

    it('says on one line that a port is taken', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const port = String((server.address() as AddressInfo).port);
      const { code, stderr } = await twl(['up'], { ...env, PORT: port, LOG_LEVEL: 'silent' });
      server.close();
      expect(code).toBeGreaterThan(0);
      expect(stderr).toContain(port);
      expect(stderr).not.toMatch(/\n\s+at /);
    });
  });

  describe('with a name that there is not', () => {
    const commands = (source: string, stream: string): string[][] => [
      ['export', '--source', source],
      ['export', '--source', source, '--canonical'],
      ['failures', 'list', '--source', source, '--all', '--json'],
      ['dead-letters', 'list', '--source', source],
      ['failures', 'redrive', '--all', '--source', source],
      ['replay', '--source', source],
      ['run', source],
      ['source', 'check', source],
      ['state', 'show', source],
      ['contract', 'show', source, stream],
    ];

    it.each(commands('nope', 'posts').map((args) => [args]))('ends with 2 and names the source: %j', async (args) => {
      addPosts();
      const { code, stdout, stderr } = await twl(args, env);
      expect([code, stdout, stderr]).toEqual([2, '', 'there is no source "nope"\n']);
    });

    it.each([
      [['export', '--source', 'posts', '--stream', 'nope'], 'there is no stream "posts.nope"'],
      [['export', '--stream', 'nope'], 'there is no stream "nope"'],
      [['failures', 'list', '--stream', 'nope'], 'there is no stream "nope"'],
      [['failures', 'list', '--run-id', 'nope'], 'there is no run "nope"'],
      [['failures', 'list', '--reason', 'nope'], '--reason must be one of UNPARSABLE, '],
      [['failures', 'show', 'nope'], 'there is no failure "nope"'],
    ])('ends with 2 and says so: %j', async (args, text) => {
      addPosts();
      const { code, stdout, stderr } = await twl(args, env);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(text);
    });

    it('still exports what is stored of a source whose folder is gone', async () => {
      addPosts();
      expect((await twl(['run', 'posts'], env)).code).toBe(0);
      rmSync(join(sourcesDir, 'posts'), { recursive: true });
      const { code, stdout } = await twl(['export', '--source', 'posts', '--stream', 'posts'], env);
      expect([code, stdout.trim().split('\n').length]).toEqual([0, 100]);
    });
  });

  describe('source check', () => {
    it('is content with the shipped sources', async () => {
      const { code, stdout } = await twl(['source', 'check'], { DATA_DIR: env['DATA_DIR']! });
      expect(stdout).toContain('jsonplaceholder');
      expect(stdout).toContain('randomuser');
      expect(code).toBe(0);
    });

    it('names every problem at once, with file, line and column', async () => {
      addPosts();
      mkdirSync(join(sourcesDir, 'broken'));
      writeFileSync(join(sourcesDir, 'broken', 'source.yaml'), 'enabeld: true\nschedule:\n  cron: every day\n');
      const manifest = 'version: 6.0.0\ntype: DeclarativeSource\nstreams:\n  - type: DeclarativeStraem\n    name: posts\n';
      writeFileSync(join(sourcesDir, 'broken', 'manifest.yaml'), manifest);
      const { code, stdout, stderr } = await twl(['source', 'check'], env);
      const text = stdout + stderr;
      expect(code).toBe(1);
      expect(text).toMatch(/broken.source\.yaml:1:1\b.*enabeld.*enabled/);
      expect(text).toMatch(/broken.source\.yaml:3:\d+\b.*cron/);
      expect(text).toMatch(/broken.manifest\.yaml:4:\d+\b.*DeclarativeStraem/);
    });

    it('says where YAML is no YAML, and checks one source by name', async () => {
      addPosts();
      mkdirSync(join(sourcesDir, 'torn'));
      writeFileSync(join(sourcesDir, 'torn', 'source.yaml'), 'enabled: true\n');
      writeFileSync(join(sourcesDir, 'torn', 'manifest.yaml'), 'version: "6.0.0\nstreams: [\n');
      const torn = await twl(['source', 'check', 'torn', '--json'], env);
      expect(torn.code).toBe(1);
      const [{ problems }] = (JSON.parse(torn.stdout) as { sources: [{ problems: string[] }] }).sources;
      expect(problems.join('\n')).toMatch(/torn.manifest\.yaml:\d+:\d+/);
      expect((await twl(['source', 'check', 'posts'], env)).code).toBe(0);
      expect((await twl(['source', 'check', 'nowhere'], env)).code).toBe(2);
    });
  });

  describe('source preview', () => {
    it('prints the mapped records of one page and writes nothing', async () => {
      addPosts();
      const { code, stdout } = await twl(['source', 'preview', 'posts', '--limit', '2'], env);
      const [first, second, third] = simulator.posts.all();
      expect(code).toBe(0);
      expect(stdout).toContain(first!.title);
      expect(stdout).toContain(second!.title);
      expect(stdout).not.toContain(third!.title);
      expect(rawObjects(env['DATA_DIR']!)).toEqual([]);
      expect(runs((await twl(['run', 'posts', '--json'], env)).stdout)[0]).toMatchObject({ seq: 1, counts: { new: 100 } });
    });

    it('is one JSON object with --json', async () => {
      addPosts();
      const { stdout } = await twl(['source', 'preview', 'posts', '--json'], env);
      expect(JSON.parse(stdout)).toHaveProperty('previews');
    });

    it('asks at most 20 times for a stream whose partitions are all not there, and says so', async () => {
      addPosts();
      const path = join(sourcesDir, 'posts', 'manifest.yaml');
      const manifest = parse(readFileSync(path, 'utf8')) as {
        streams: { retriever: { requester: { path: string }; partition_router?: object } }[];
      };
      const { retriever } = manifest.streams[0]!;
      retriever.partition_router = {
        type: 'ListPartitionRouter',
        cursor_field: 'id',
        values: Array.from({ length: 300 }, (_, id) => `${id}`),
      };
      retriever.requester.path = '/no-posts/{{ stream_partition.idd }}';
      writeFileSync(path, stringify(manifest));
      const { code, stdout } = await twl(['source', 'preview', 'posts', 'posts', '--json'], env);
      const { previews } = JSON.parse(stdout) as { previews: [{ requests: unknown[]; notes: string[] }] };
      expect([code, previews[0].requests.length]).toEqual([1, 20]);
      expect(previews[0].notes.join()).toContain('20 requests returned no page');
      const fewer = await twl(['source', 'preview', 'posts', '--requests', '3', '--json'], env);
      expect((JSON.parse(fewer.stdout) as { previews: [{ requests: unknown[] }] }).previews[0].requests).toHaveLength(3);
    });

    it('takes a stream as the other commands do, and refuses two', async () => {
      addPosts();
      expect((await twl(['source', 'preview', 'posts', 'posts'], env)).code).toBe(0);
      expect((await twl(['source', 'preview', 'posts', 'letters'], env)).code).toBe(2);
      expect((await twl(['source', 'preview', 'posts', 'posts', '--stream', 'letters'], env)).code).toBe(2);
    });
  });

  describe('source read', () => {
    it('prints all records of a stream as lines of JSON and keeps nothing', async () => {
      addPosts();
      const { code, stdout, stderr } = await twl(['source', 'read', 'posts'], env);
      expect(code).toBe(0);
      const records = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { id: number });
      expect(records.map(({ id }) => id)).toEqual(simulator.posts.all().map(({ id }) => id));
      expect(stderr).toMatch(/100 records from \d+ pages/);
      expect(rawObjects(env['DATA_DIR']!)).toEqual([]);
    });

    it('ends with 1 and says why when the source cannot be read to its end', async () => {
      writePostsSource(sourcesDir, 'posts', { address: simulator.url });
      simulator.faults.set('/jsonplaceholder/posts', { kind: 'status', status: 500 });
      const { code, stdout, stderr } = await twl(['source', 'read', 'posts'], env);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/failed: .*500/);
    });

    it('goes on from the state in a file, and keeps the new one in it', async () => {
      const state = join(folders.create(), 'state.json');
      const examples = { ...env, SIMULATOR: 'on', SOURCES_DIR: join(workspace, 'docs/examples') };
      const read = () => twl(['source', 'read', 'incremental-date', '--state', state], examples);
      const [first, second] = [await read(), await read()];
      expect([first.code, second.code]).toEqual([0, 0]);
      const ids = (stdout: string) =>
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as { id: number }).id);
      expect(ids(first.stdout)).toHaveLength(42);
      // The newest record comes again: others may have its time.
      expect(ids(second.stdout)).toEqual([ids(first.stdout).at(-1)]);
      expect(JSON.parse(readFileSync(state, 'utf8'))).toHaveProperty('updated_at');
      writeFileSync(state, '{"updated_at":"yesterday"}');
      const third = await read();
      expect([third.code, third.stdout]).toEqual([2, '']);
      expect(third.stderr).toContain('yesterday');
    });

    it('ends with 2 where there is no such stream', async () => {
      addPosts();
      expect((await twl(['source', 'read', 'posts', 'letters'], env)).code).toBe(2);
    });
  });

  describe('run', () => {
    it('prints one JSON object with --json, and is content when nothing changed', async () => {
      addPosts();
      const first = await twl(['run', 'posts', '--json'], env);
      expect(first.code).toBe(0);
      expect(runs(first.stdout)).toMatchObject([
        { source: 'posts', state: 'succeeded', trigger: 'manual', counts: { fetched: 100, new: 100 } },
      ]);
      const second = await twl(['run', 'posts', '--json'], env);
      expect([second.code, runs(second.stdout)[0]!.state]).toEqual([0, 'not_modified']);
    });

    it('prints the books for a person, without colours where there is no terminal or NO_COLOR is set', async () => {
      addPosts();
      const { code, stdout, stderr } = await twl(['run', 'posts'], { ...env, NO_COLOR: '1', FORCE_COLOR: '1' });
      expect(code).toBe(0);
      expect(stdout).toMatch(/posts.*succeeded.*100 fetched = 100 new/);
      expect(stdout + stderr).not.toContain(escape);
    });

    it('tells what it waits for, and ends with 1 where something was refused', async () => {
      writePostsSource(sourcesDir, 'posts', { address: simulator.url });
      simulator.faults.set('/jsonplaceholder/posts', { kind: 'rate_limit', retryAfter: 1, count: 1 });
      const first = await twl(['run', 'posts', '--json'], env);
      expect([first.code, runs(first.stdout)[0]!.state]).toEqual([0, 'succeeded']);
      expect(first.stderr).toMatch(/posts\.posts: waiting 1000 ms: .*429/);
      simulator.faults.set('/jsonplaceholder/posts', { kind: 'missing_key', index: 3 });
      const second = await twl(['run', 'posts', '--json'], env);
      expect([second.code, runs(second.stdout)[0]!.state]).toEqual([1, 'partial']);
    });

    it('leaves one open failure of a record that each run refuses, and none once it comes well', async () => {
      addPosts();
      const listed = async (...more: string[]) =>
        (JSON.parse((await twl(['failures', 'list', '--json', ...more], env)).stdout) as { failures: Failure[] }).failures;
      const once = async () => twl(['run', 'posts', '--json'], env);
      for (let n = 0; n < 3; n++) {
        const post = {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ userId: 1, title: `${n}` }),
        };
        await fetch(`${simulator.url}/_posts`, post);
        simulator.faults.set('/jsonplaceholder/posts', { kind: 'missing_key', index: 3, count: 1 });
        await once();
      }
      const [open, ...others] = await listed();
      expect(others).toEqual([]);
      expect(open).toMatchObject({ status: 'open', reason: 'KEY_MISSING', pointer: '/3', seen: { count: 3 } });
      expect((await listed('--all')).map(({ status }) => status)).toEqual(['open', 'superseded', 'superseded']);
      expect((await twl(['failures', 'list'], env)).stdout).toContain('(in 3 runs since ');
      expect((await once()).code).toBe(0);
      expect(await listed()).toEqual([]);
    });

    it('ends with 1 when the run fails, and with 2 when there is no such source', async () => {
      writePostsSource(sourcesDir, 'posts', { address: simulator.url });
      simulator.faults.set('/jsonplaceholder/posts', { kind: 'status', status: 500 });
      const failed = await twl(['run', 'posts', '--json'], env);
      expect([failed.code, runs(failed.stdout)[0]!.state]).toEqual([1, 'failed']);
      const unknown = await twl(['run', 'nowhere', '--json'], env);
      expect(unknown.code).toBe(2);
      expect(unknown.stderr).toContain('nowhere');
    });
  });
});
