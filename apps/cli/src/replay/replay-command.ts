import type { Command } from 'commander';
import { auditId, replayAudited, type Replayed } from '@twl/pipeline';
import { NotFoundError, type SourceStream } from '@twl/ports';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { runnableSource } from '../source/runnable-source';
import { withRuntime } from '../with-runtime';

interface ReplayCommandOptions {
  source: string;
  stream?: string;
  dryRun?: boolean;
  why?: string;
  json?: boolean;
}

/** `twl replay`: curated made again from raw. */
export const addReplay = (program: Command): void => {
  program
    .command('replay')
    .description('apply every stored page of a source again, from the raw zone alone, and show the result at once')
    .requiredOption('--source <name>', 'the source')
    .option('--stream <name>', 'only this stream')
    .option('--dry-run', 'only say what would change, with samples')
    .option('--why <reason>', 'why, for the audit log')
    .option('--json', 'print { replays: [...] }')
    .action(replay);
};

const replay = ({ source: name, stream: only, dryRun = false, why, json }: ReplayCommandOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const { catalog, clock } = runtime;
    const source = await runnableSource(catalog, name);
    const streams = source.streams.filter((stream) => !only || stream.name === only);
    if (streams.length === 0) throw new NotFoundError('stream', `${name}.${only ?? ''}`);
    const ports = actionPorts(runtime);
    const replays: (Replayed & { stream: string })[] = [];
    for (const stream of streams) {
      const by = { id: `replay-${auditId(clock)}`, who: osUser(), why: why ?? null };
      const replayed = await replayAudited(ports, { stream, dryRun, progress: json ? undefined : progress(stream) }, by);
      replays.push({ stream: stream.name, ...replayed });
    }
    if (json) printJson({ replays });
    else replays.forEach((each) => print(each, dryRun));
    if (replays.some(({ holes }) => holes.length > 0)) process.exitCode = 1;
  });

/** Progress on a terminal: one line that is written over. */
const progress = ({ name }: SourceStream): ((done: number, total: number) => void) | undefined =>
  process.stderr.isTTY
    ? (done, total) => process.stderr.write(`\r\u001b[2K${done < total ? `${name}: ${done} of ${total} pages` : ''}`)
    : undefined;

const print = ({ stream, pages, holes, samples, ...counts }: Replayed & { stream: string }, isDryRun: boolean): void => {
  const text = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  process.stdout.write(
    `${paint.bold(stream)}  ${pages} pages applied ${isDryRun ? '(dry run: nothing was changed)' : 'and shown'}: ${text.join(', ')}\n`,
  );
  for (const { id, before, after } of samples) {
    const change = !before ? 'new' : !after ? 'removed' : `${before.fingerprint} -> ${after.fingerprint}`;
    process.stdout.write(`  ${paint.cyan(id)} ${change}\n`);
  }
  for (const { key, detail } of holes) process.stdout.write(`  ${paint.red('not applied')} ${key}: ${detail}\n`);
};
