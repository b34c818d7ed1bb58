import type { Command } from 'commander';
import { pauseSource, previewPause, previewResume, resumeSource, type PausedSource } from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { actionPorts } from '../../audit/action-ports';
import { osUser } from '../../audit/os-user';
import { withExamples } from '../../output/examples';
import { printJson } from '../../output/json';
import { paint } from '../../output/paint';
import { withRuntime } from '../../with-runtime';

interface PauseOptions {
  why?: string;
  dryRun?: boolean;
  json?: boolean;
}

type PauseAction = typeof pauseSource | typeof resumeSource;

/** `twl sources pause` and `twl sources resume`. */
export const addPause = (sources: Command): void => {
  const add = (name: string, description: string, run: (names: string[], options: PauseOptions) => Promise<void>): Command =>
    sources
      .command(`${name} <source...>`)
      .description(description)
      .option('--why <reason>', 'reason, for the audit log')
      .option('--dry-run', 'only say what would happen')
      .option('--json', 'print { sources: [{ source, changed, pause, running, missed }] }')
      .action(run);
  const pause = add('pause', 'stop the schedules of sources; runs by hand are still made', (names, options) =>
    applyToAll(names, options, { preview: previewPause, act: pauseSource, describe: describePaused }),
  );
  withExamples(pause, [['sources pause shop --why "the API is moved"', 'no more scheduled runs until it is resumed']]);
  const resume = add('resume', 'let the schedules of sources make runs again', (names, options) =>
    applyToAll(names, options, { preview: previewResume, act: resumeSource, describe: describeResumed }),
  );
  withExamples(resume, [['sources resume shop', 'the schedule makes runs again, and makes up for those that it missed']]);
};

interface PauseTask {
  preview: typeof previewPause;
  act: PauseAction;
  describe: (result: PausedSource) => string;
}

const applyToAll = (names: string[], { why, dryRun, json }: PauseOptions, { preview, act, describe }: PauseTask): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const ports = actionPorts(runtime);
    const results: PausedSource[] = [];
    for (const name of names) results.push(await preview(ports, name));
    const done = dryRun ? results : [];
    if (!dryRun) for (const name of names) done.push(await act(ports, name, { ...osUser(), why: why ?? null }));
    if (json) return printJson({ sources: done.map((result) => ({ ...result, running: result.running.map(publicRun) })) });
    for (const result of done)
      process.stdout.write(`${paint.bold(result.source)}  ${dryRun && result.changed ? 'would be ' : ''}${describe(result)}\n`);
  });

const describePaused = ({ changed, pause, running }: PausedSource): string => {
  if (!changed) return `was paused before, by ${pause?.who ?? 'somebody'}${pause ? ` at ${pause.at}` : ''}`;
  return `paused${running.length > 0 ? `; ${running.length} of its runs go on: twl runs cancel ends them` : ''}`;
};

const describeResumed = ({ changed, missed }: PausedSource): string => {
  if (!changed) return 'was not paused';
  return `resumed${missed > 0 ? `; ${missed} runs are due now` : ''}`;
};
