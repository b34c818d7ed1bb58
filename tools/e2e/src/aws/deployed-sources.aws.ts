import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '@twl/simulator';
import { writePostsSource } from '../product/posts-source';
import { TempFolders } from '../product/temp-folder';
import { twl } from '../product/twl';
import { caller, emulatedEnv } from './emulated-env';
import { httpEvent } from './http-event';
import { LambdaFunction } from './lambda-function';

interface Pushed {
  digest: string | null;
  new: string[];
  changed: string[];
  removed: string[];
  pushed: boolean;
}

describe('sources that are deployed by themselves', () => {
  const folders = new TempFolders();
  const sourcesDir = folders.create();
  let simulator: Simulator;
  let api: LambdaFunction;
  let env: Record<string, string>;

  const write = (name: string) => writePostsSource(sourcesDir, name, { address: simulator.url });
  const source = (...args: string[]) => twl(['sources', ...args], { ...env, SOURCES_DIR: sourcesDir, DATA_DIR: folders.create() });
  const push = async (): Promise<Pushed> => {
    const { code, stdout, stderr } = await source('push', '--yes', '--json');
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Pushed;
  };
  /** What a new instance of the function reads. */
  const read = async (): Promise<string[]> => {
    await api.stop();
    const { body } = await api.invoke<{ body: string }>(httpEvent('/api/sources'));
    return (JSON.parse(body) as { items: { name: string }[] }).items.map(({ name }) => name);
  };

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0, since: Date.now() });
    const { SOURCES_DIR: _none, ...settings } = emulatedEnv(sourcesDir);
    env = { ...settings, ...caller };
    const created = await twl(['export'], { ...env, CREATE_RESOURCES: 'on', DATA_DIR: folders.create() });
    expect(created).toMatchObject({ code: 0, stderr: '' });
    api = new LambdaFunction('api', { ...env, DATA_DIR: folders.create() }, folders.create());
  }, 120_000);

  afterAll(async () => {
    await api.stop();
    await simulator.close();
    await folders.remove();
  });

  it('are none before the first push, and a folder without any is not pushed', async () => {
    expect(await read()).toEqual([]);
    expect((await source('deployed')).stdout).toContain('no sources were ever pushed');
    expect(await source('push', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('there are no sources in') });
    expect(await source('rollback', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('has no earlier push') });
  });

  it('are read by a function once they are pushed, which only happens when somebody says yes', async () => {
    write('one');
    write('two');
    expect(await source('push')).toMatchObject({ code: 2, stderr: expect.stringContaining('use --yes') });
    const dry = await source('push', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('2 new (one, two), 0 changed, 0 removed, 0 unchanged') });
    expect(await read()).toEqual([]);
    expect(await push()).toMatchObject({ new: ['one', 'two'], pushed: true });
    expect(await read()).toEqual(['one', 'two']);
    expect(await push()).toMatchObject({ digest: null, new: [], changed: [], pushed: false });
  });

  it('are not pushed where one is wrong, which is said as by source check', async () => {
    const file = join(sourcesDir, 'two', 'source.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, 'shedule: {}\n');
    const checked = await twl(['source', 'check'], { SOURCES_DIR: sourcesDir, DATA_DIR: folders.create() });
    const pushed = await source('push', '--yes');
    writeFileSync(file, text);
    expect([checked.code, pushed.code]).toEqual([1, 1]);
    const problem = checked.stdout.split('\n').find((line) => line.includes('shedule'))!;
    expect(pushed.stdout).toContain(problem);
    expect(pushed.stderr).toContain('nothing was pushed');
    expect(await read()).toEqual(['one', 'two']);
  });

  it('go as a whole, and come back by a rollback', async () => {
    rmSync(join(sourcesDir, 'one'), { recursive: true });
    write('three');
    const { digest } = await push();
    expect(await read()).toEqual(['three', 'two']);
    const back = await source('rollback', '--yes');
    expect(back).toMatchObject({ code: 0, stderr: expect.stringContaining('1 new (one), 0 changed, 1 removed (three), 1 unchanged') });
    expect(await read()).toEqual(['one', 'two']);
    expect(await source('rollback', digest!.slice(0, 8), '--yes')).toMatchObject({ code: 0 });
    expect(await read()).toEqual(['three', 'two']);
    const { stdout } = await source('deployed', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ digest, sources: ['three', 'two'], sets: [{}, {}] });
  });

  it('can be pulled into a new folder, byte by byte', async () => {
    const place = join(folders.create(), 'pulled');
    expect(await source('pull', place)).toMatchObject({ code: 0 });
    for (const name of readdirSync(sourcesDir))
      for (const file of ['source.yaml', 'manifest.yaml'])
        expect(readFileSync(join(place, name, file))).toEqual(readFileSync(join(sourcesDir, name, file)));
    expect(await source('pull', place)).toMatchObject({ code: 2, stderr: expect.stringContaining('exists already') });
  });
});
