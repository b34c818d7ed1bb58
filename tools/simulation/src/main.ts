import { parseArgs } from 'node:util';
import { errorText } from '@twl/json';
import { embedded, memory, type EngineOpener } from './play/engines';
import { simulateCrashes, simulateMutants, simulateSeeds, type Wrong } from './simulate';

const usage = 'npm run simulate -- [--seeds N (10000)] [--seed S (0): the first of them] [--engine memory|local]';

const numberOf = (text: string, least: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`${JSON.stringify(text)} is not a whole number of at least ${least}`);
  return value;
};

const engines: Record<string, EngineOpener> = { memory, local: embedded };

interface Options {
  seeds: number;
  seed: number;
  open: EngineOpener;
}

const options = (): Options => {
  const { values } = parseArgs({ options: { seeds: { type: 'string' }, seed: { type: 'string' }, engine: { type: 'string' } } });
  const { seed, seeds = seed === undefined ? '10000' : '1', engine = 'memory' } = values;
  const open = engines[engine];
  if (!open) throw new Error(`there is no engine ${JSON.stringify(engine)}: ${Object.keys(engines).join(', ')}`);
  return { seeds: numberOf(seeds, 1), seed: numberOf(seed ?? '0', 0), open };
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const show = (title: string, all: readonly Wrong[]): void => {
  for (const { name, report } of all) say(`\nFAILED ${title} ${name}, shortened:\n${report}`);
};

const main = async ({ seeds, seed, open }: Options): Promise<boolean> => {
  const started = Date.now();
  const progress = (done: number): void => {
    if (done % 1000 === 0) say(`${done} histories, ${((Date.now() - started) / 1000).toFixed(0)} s`);
  };
  const failed = await simulateSeeds({ first: seed, count: seeds, open, progress });
  show('random history', failed);
  say(failed.length === 0 ? `${seeds} random histories from seed ${seed}: every invariant holds` : 'stopped');
  if (seeds === 1 || open !== memory) return failed.length === 0;
  const crashes = await simulateCrashes();
  show('crash', crashes.wrong);
  say(`${crashes.points} crash points, each tried: ${crashes.wrong.length === 0 ? 'every invariant holds' : 'not every invariant holds'}`);
  const { table, living } = await simulateMutants(seeds);
  say(`\nmutants, each a guard taken out:\n${table}`);
  return failed.length + crashes.wrong.length + living.length === 0;
};

const start = async (): Promise<void> => {
  try {
    process.exitCode = (await main(options())) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${errorText(error)}\n${usage}\n`);
    process.exitCode = 2;
  }
};

void start();
