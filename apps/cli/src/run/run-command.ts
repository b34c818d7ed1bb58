import type { Command } from 'commander';
import { manualRuns } from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { printJson } from '../output/json';
import { progressLine } from '../output/progress-line';
import { paint } from '../output/paint';
import { say, waitText } from '../output/say';
import { stoppedByHand } from '../output/stopped-by-hand';
import { preparedSource } from '../source/runnable-source';
import { withRuntime } from '../with-runtime';
import { makeRuns, type RunProgress } from './run-source';
import { areWhole, bookLine, runLine } from '../output/run-view';

interface RunOptions {
  stream?: string[];
  json?: boolean;
  live?: boolean;
}

/** `twl run NAME`: runs a source now and waits until every page is processed. */
export const addRun = (program: Command): void => {
  program
    .command('run <source>')
    .description('run a source now and wait until every page of it is processed')
    .option('-s, --stream <name...>', 'only these streams')
    .option('--live', 'call the public address, not the simulator')
    .option('--json', 'print the runs as one JSON object: { runs: [...] }')
    .action(run);
};

const run = (name: string, options: RunOptions): Promise<void> =>
  withRuntime({ live: options.live, fetches: true }, async (runtime) => {
    const source = await preparedSource(runtime.catalog, name);
    const planned = manualRuns(source, options.stream);
    const closed = await makeRuns(runtime, planned, {
      signal: stoppedByHand(),
      progress: progress(options),
      waits: ({ stream }, ms, reason) => say(paint.yellow(`${name}.${stream.name}: ${waitText(ms, reason)}`)),
    });
    const runs = closed.map(publicRun);
    if (options.json) printJson({ runs });
    else for (const each of runs) process.stdout.write(`${runLine(each)}\n`);
    if (!areWhole(runs) || runs.length < planned.length) process.exitCode = 1;
  });

/** Progress at a terminal, unless programs read the output. */
const progress = ({ json }: RunOptions): RunProgress => {
  if (json) return () => undefined;
  const show = progressLine();
  return (runs) => {
    const text = runs.map((each) => `${each.stream}: ${each.pages} pages, ${bookLine(each)}`).join('; ');
    const isOver = runs.length > 0 && runs.every(({ phase }) => phase === 'closed');
    show(isOver ? '' : text);
  };
};
