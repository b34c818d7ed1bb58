import type { Command } from 'commander';
import type { Source, SourceStream } from '@twl/ports';
import { paint } from '../output/paint';
import { noteLines } from '../output/run-view';
import { printText } from '../output/print';
import { progressLine } from '../output/progress-line';
import { printMessage, waitText } from '../output/message';
import { abortOnSignal } from '../output/abort-on-signal';
import { UsageError } from '../output/report-failure';
import { withSources } from '../with-runtime';
import type { ReadCounts } from './read';

/** `twl source read NAME [STREAM]`: prints records without storing them, for other programs. */
export const addRead = (source: Command): void => {
  source
    .command('read <name> [stream]')
    .description('read a stream to its end and print its records, one JSON object per line; stores nothing')
    .option('--state <file>', 'resume from the state in this file, if it exists, and save the new state to it')
    .option('--live', 'call the public addresses instead of the simulator')
    .action(readSource);
};

const readSource = (name: string, wanted: string | undefined, { live, state }: { live?: boolean; state?: string }): Promise<void> =>
  withSources({ live, fetches: true }, async (sources) => {
    const { loadRunnableSource } = await import('./load-source');
    const { readStream } = await import('./read');
    const { loadState, saveState } = await import('./state-file');
    const stream = await requireOneStream(await loadRunnableSource(sources, name), wanted);
    const cursor = state === undefined ? null : await loadState(state, stream);
    const progress = progressLine();
    const counts = await readStream(stream, cursor, {
      signal: abortOnSignal(),
      write: printText,
      counted: (current) => progress(current.end ? '' : countText(current)),
      waits: (reason, ms) => printMessage(paint.yellow(waitText(ms, reason))),
    });
    if (state !== undefined && counts.cursor !== undefined) await saveState(state, counts.cursor);
    const isWhole = counts.end?.state === 'complete';
    const why = isWhole ? '' : paint.red(` (${[counts.end?.state, counts.end?.reason].filter(Boolean).join(': ')})`);
    printMessage(`${stream.source}.${stream.name}: ${countText(counts)}${why}`);
    for (const line of noteLines(counts.end ?? {})) printMessage(line);
    if (!isWhole || counts.refused > 0) process.exitCode = 1;
  });

const requireOneStream = async (source: Source, wanted: string | undefined): Promise<SourceStream> => {
  const { chosenStreams } = await import('./load-source');
  const [first, ...others] = chosenStreams(source, wanted);
  if (first && others.length === 0) return first;
  const names = source.streams.map(({ name }) => name).join(', ');
  throw new UsageError(`${source.name} has several streams, choose one of them: ${names}`);
};

const countText = ({ records, pages, refused, why }: ReadCounts): string => {
  const bad = refused > 0 ? paint.red(`, ${refused} refused (${why})`) : '';
  return `${records} ${records === 1 ? 'record' : 'records'} from ${pages} ${pages === 1 ? 'page' : 'pages'}${bad}`;
};
