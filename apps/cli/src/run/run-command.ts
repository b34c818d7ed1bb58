import type { Command } from 'commander';
import { manualRuns } from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { printJson } from '../output/json';
import { progressLine } from '../output/progress-line';
import { paint } from '../output/paint';
import { printMessage, waitText } from '../output/message';
import { abortOnSignal } from '../output/abort-on-signal';
import { preparedSource } from '../source/runnable-source';
import { withRuntime } from '../with-runtime';
import { runPlanned, type RunProgress } from './run-planned';
import { areSuccessful, runLine } from '../output/run-view';
import { progressText } from './progress-text';

interface RunOptions {
  stream?: string[];
  json?: boolean;
  live?: boolean;
}

/** `twl run NAME`: runs a source and waits until every page is processed. */
export const addRun = (program: Command): void => {
  program
    .command('run <source>')
    .description('run a source and wait until every page is processed')
    .option('-s, --stream <name...>', 'only these streams')
    .option('--live', 'call the public addresses instead of the simulator')
    .option('--json', 'print the runs as one JSON object: { runs: [...] }')
    .action(runSource);
};

const runSource = (name: string, options: RunOptions): Promise<void> =>
  withRuntime({ live: options.live, fetches: true }, async (runtime) => {
    const source = await preparedSource(runtime.catalog, name);
    const planned = manualRuns(source, options.stream);
    const closed = await runPlanned(runtime, planned, {
      signal: abortOnSignal(),
      progress: runProgress(options),
      waits: ({ stream }, ms, reason) => printMessage(paint.yellow(`${name}.${stream.name}: ${waitText(ms, reason)}`)),
    });
    const runs = closed.map(publicRun);
    if (options.json) printJson({ runs });
    else for (const each of runs) process.stdout.write(`${runLine(each)}\n`);
    if (!areSuccessful(runs) || runs.length < planned.length) process.exitCode = 1;
  });

/** Shows progress at a terminal, unless the output is JSON. */
const runProgress = ({ json }: RunOptions): RunProgress | undefined => {
  if (json || !process.stderr.isTTY) return undefined;
  const showLine = progressLine();
  return (runs) => showLine(runs.map(progressText).join('; '));
};
