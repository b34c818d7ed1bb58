import { isBalanced, type Run } from '@twl/contracts';
import { Random, startSimulator } from '@twl/simulator';
import { setTimeout as sleep } from 'node:timers/promises';
import { Product } from '../product/product';
import { writePostsSource } from '../product/posts-source';
import { TempFolders } from '../product/temp-folder';
import { twl } from '../product/twl';
import { linesOf, PostsModel } from './posts-model';

/** How often the product is killed, and when. */
export interface CrashLoopOptions {
  rounds: number;
  /** Decides the moments; the machine still has a part in what they hit. */
  seed: number;
  /** Told after each round. */
  progress?: (round: number) => void;
}

/** What was seen in all rounds together. */
export interface CrashLoopResult {
  kills: number;
  runs: number;
  records: number;
  /** How often a run had begun, and not ended, when the product was killed. */
  interrupted: number;
}

const source = 'posts';
const endpoint = '/jsonplaceholder/posts';
/** A run takes about as long with these answers and pages. */
const longestRunMs = 700;
const startMs = 900;

/**
 * The built product on its real files, killed with SIGKILL at moments that a seed gives, in its runs and while it starts. After each
 * restart the books must balance and the records equal the model's; at the end the canonical export must be the same after a replay.
 * @throws Error naming the round and what differs
 */
export const crashLoop = async ({ rounds, seed, progress }: CrashLoopOptions): Promise<CrashLoopResult> => {
  const folders = new TempFolders();
  const simulator = await startSimulator({ changeEveryMs: 0 });
  simulator.faults.set(endpoint, { kind: 'slow', delayMs: 10 });
  while (simulator.posts.all().length < 300) simulator.posts.add();
  const sourcesDir = folders.create();
  writePostsSource(sourcesDir, source, { address: simulator.url, pageSize: 15 });
  const dataDir = folders.create();
  const product = new Product({ dataDir, sourcesDir });
  const random = new Random(String(seed));
  const model = new PostsModel(simulator.posts, source);
  const result: CrashLoopResult = { kills: 0, runs: 0, records: 0, interrupted: 0 };

  const killWhileStarting = async (): Promise<void> => {
    await product.launch();
    await sleep(random.next() * startMs);
    await product.kill();
  };

  const killInARun = async (): Promise<void> => {
    await product.start();
    await checkStore(product, model, `after ${String(result.kills)} kills, seed ${String(seed)}`);
    model.change(result.kills);
    void product.api.ask(`/sources/${source}/runs`, { method: 'POST' }).catch(() => undefined);
    await sleep(random.next() * longestRunMs);
    const active = await product.api.runs({ source, state: 'running' }).catch(() => []);
    if (active.length > 0) result.interrupted += 1;
    await product.kill();
  };

  try {
    while (result.kills < rounds) {
      if (random.next() < 0.2) await killWhileStarting();
      else await killInARun();
      result.kills += 1;
      progress?.(result.kills);
    }
    await product.start();
    const runs = await checkStore(product, model, `after the last kill, seed ${String(seed)}`);
    await product.stop();
    await checkReplay({ DATA_DIR: dataDir, SOURCES_DIR: sourcesDir, SIMULATOR: 'off' });
    return { ...result, runs: runs.length, records: simulator.posts.all().length };
  } finally {
    await product.stop();
    await simulator.close();
    await folders.remove();
  }
};

/** What the killed runs left is dealt with, another run brings the rest, and everything adds up. */
const checkStore = async (product: Product, model: PostsModel, when: string): Promise<Run[]> => {
  const { api } = product;
  await api.settled(source);
  const last = await api.run(source);
  expectThat(['succeeded', 'not_modified'].includes(last.state), `${when}: the run after the restart ended as ${JSON.stringify(last)}`);
  const runs = await api.runs({ source });
  const odd = runs.filter(({ state, reason, counts }) => state === 'running' || !isBalanced(counts) || (state === 'failed' && !reason));
  expectThat(odd.length === 0, `${when}: runs that are not closed, balanced and explained: ${JSON.stringify(odd)}`);
  expectThat(new Set(runs.map(({ seq }) => seq)).size === runs.length, `${when}: two runs have one number`);
  expectSame(`${when}: records`, linesOf(await api.records({ source })), model.lines);
  const sumOf = (outcome: 'new' | 'changed') => runs.reduce((sum, { counts }) => sum + counts[outcome], 0);
  const sums = { new: sumOf('new'), changed: sumOf('changed') };
  expectSame(`${when}: what the runs counted`, JSON.stringify(sums), JSON.stringify(model.sums));
  return runs;
};

const checkReplay = async (env: Record<string, string>): Promise<void> => {
  const before = await twl(['export', '--canonical'], env);
  const replayed = await twl(['replay', '--source', source, '--why', 'after the crashes'], env);
  expectThat(before.code === 0 && replayed.code === 0, `${before.stderr}${replayed.stderr}`);
  expectSame('the export after a replay', (await twl(['export', '--canonical'], env)).stdout, before.stdout);
};

const expectThat = (isSo: boolean, problem: string): void => {
  if (!isSo) throw new Error(problem);
};

const expectSame = (what: string, found: string, expected: string): void => {
  if (found === expected) return;
  const wanted = expected.split('\n');
  const at = found.split('\n').findIndex((line, index) => line !== wanted[index]);
  const place = `the first difference is in line ${String(at + 1)}`;
  throw new Error(`${what}: ${place}:\n  found    ${found.split('\n')[at] ?? 'nothing'}\n  expected ${wanted[at] ?? 'nothing'}`);
};
