import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { daySchema, daysProblem, type Days } from '@twl/contracts';
import { newAuditId, previewReplay, replayStream, type Replayed } from '@twl/pipeline';
import { errorText } from '@twl/json';
import { NotFoundError, requireFirst, type Source, type SourceCatalog, type SourceStream } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { requireRunnable, runnableSource } from '../source/runnable-source';
import { UsageError } from '../output/report-failure';
import { withRuntime } from '../with-runtime';

interface ReplayCommandOptions extends Days {
  source?: string;
  all?: boolean;
  stream?: string;
  manifest?: string;
  dryRun?: boolean;
  why?: string;
  json?: boolean;
}

/** `twl replay`: applies the stored raw pages of a source again. */
export const addReplay = (program: Command): void => {
  program
    .command('replay')
    .description('apply every stored page of a source again, without network access, into a new generation of records')
    .option('--source <name>', 'source to replay')
    .option('--all', 'every source, one after the other')
    .option('--stream <name>', 'only this stream')
    .option('--manifest <file>', 'read the pages with this manifest instead of the installed one')
    .option(
      '--from <day>',
      'YYYY-MM-DD (UTC): first day of the pages that the given manifest reads; only their records are compared',
      parseDay,
    )
    .option('--to <day>', 'YYYY-MM-DD (UTC): last day of these pages', parseDay)
    .option('--dry-run', 'only report what would change, with samples')
    .option('--why <reason>', 'reason, for the audit log')
    .option('--json', 'print { replays: [...] }')
    .action(replaySources);
};

type ReplayedStream = Replayed & { source: string; stream: string };

const replaySources = ({ json, all, ...options }: ReplayCommandOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const names = await chosenNames(runtime.catalog, { ...options, all });
    const replays: ReplayedStream[] = [];
    for (const name of names) {
      const replayed = await replaySource(runtime, name, { ...options, json }).catch((error: unknown) => {
        if (!all) throw error;
        process.stderr.write(`${name} was not replayed: ${errorText(error)}\n`);
        process.exitCode = 1;
        return [];
      });
      if (!json) replayed.forEach((each) => printReplay(each, options.dryRun ?? false));
      replays.push(...replayed);
    }
    if (json) printJson({ replays });
    if (replays.some(({ holes }) => holes.length > 0)) process.exitCode = 1;
  });

/** @throws UsageError unless one source is named, or all are meant */
const chosenNames = async (catalog: SourceCatalog, { source, all, stream, manifest }: ReplayCommandOptions): Promise<string[]> => {
  if (!all) return [source ?? failUsage('give --source, or --all')];
  if (source !== undefined || stream !== undefined || manifest !== undefined)
    throw new UsageError('--all takes every source as it is installed: leave out --source, --stream and --manifest');
  return (await catalog.list()).map(({ name }) => name);
};

const failUsage = (text: string): never => {
  throw new UsageError(text);
};

const replaySource = async (runtime: Runtime, name: string, given: ReplayCommandOptions): Promise<ReplayedStream[]> => {
  const { stream: only, dryRun, why, json, manifest } = given;
  const { catalog, clock } = runtime;
  const source = await runnableSource(catalog, name);
  const streams = source.streams.filter((stream) => !only || stream.name === only);
  if (streams.length === 0) throw new NotFoundError('stream', `${name}.${only ?? ''}`);
  const tried = manifest === undefined ? source : await sourceWith(catalog, name, manifest);
  const days = daysOf(given);
  const ports = actionPorts(runtime);
  const replays: ReplayedStream[] = [];
  for (const installed of streams) {
    const stream = tried.streams.find(({ name: each }) => each === installed.name);
    if (!stream) throw new NotFoundError('stream', `${name}.${installed.name} in ${manifest ?? ''}`);
    const options = { stream, installed, days, progress: json ? undefined : streamProgress(stream) };
    const replayed = dryRun
      ? await previewReplay(ports, options)
      : await replayStream(ports, { ...options, id: `replay-${newAuditId(clock)}` }, { ...osUser(), why: why ?? null });
    replays.push({ source: name, stream: stream.name, ...replayed });
  }
  return replays;
};

/** Loads a source with another manifest. */
const sourceWith = async (catalog: SourceCatalog, name: string, file: string): Promise<Source> => {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`--manifest: ${error.message}`);
  });
  return requireRunnable(name, await catalog.get(name, { label: file, text }));
};

const parseDay = (text: string): string => {
  const { success, error } = daySchema.safeParse(text);
  if (!success) throw new InvalidArgumentError(`${requireFirst(error.issues).message}.`);
  return text;
};

/** @throws UsageError */
const daysOf = ({ from, to }: Days): Days | undefined => {
  const problem = daysProblem({ from, to });
  if (problem) throw new UsageError(`--from, --to: ${problem}`);
  return from || to ? { from, to } : undefined;
};

/** Shows progress in one line of the terminal. */
const streamProgress = ({ name }: SourceStream): ((done: number, total: number) => void) | undefined =>
  process.stderr.isTTY
    ? (done, total) => process.stderr.write(`\r\u001b[2K${done < total ? `${name}: ${done} of ${total} pages` : ''}`)
    : undefined;

const printReplay = ({ source, stream, pages, chosen, holes, samples, ...counts }: ReplayedStream, isDryRun: boolean): void => {
  const text = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  process.stdout.write(
    `${paint.bold(`${source}.${stream}`)}  ${pages} pages${chosen < pages ? `, ${chosen} of them selected,` : ''} applied ${isDryRun ? '(dry run: nothing changed)' : 'and in use'}: ${text.join(', ')}\n`,
  );
  for (const { id, before, after } of samples) {
    const change = !before ? 'new' : !after ? 'removed' : `${before.fingerprint} -> ${after.fingerprint}`;
    process.stdout.write(`  ${paint.cyan(id)} ${change}\n`);
  }
  for (const { key, detail } of holes) process.stdout.write(`  ${paint.red('not applied')} ${key}: ${detail}\n`);
};
