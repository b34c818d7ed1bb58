import type { Command } from 'commander';
import { join } from 'node:path';
import { paint } from '../output/paint';
import { commandText } from '../output/command-text';
import { parseWholeNumber } from '../output/whole-number';
import { withSources } from '../with-runtime';
import { relativePath } from '../output/relative-paths';

interface RecordCommandOptions {
  pages: string;
  live?: boolean;
}

const pageLimit = 100;

/** `twl source record NAME [STREAM]`: records the requests and responses of a source, for tests without a network. */
export const addRecord = (source: Command): void => {
  source
    .command('record <name> [stream]')
    .description('read a source and save its requests and responses in its fixtures folder, without secrets and redacted fields')
    .option('-p, --pages <count>', `number of pages to record per read, at most ${pageLimit}`, '3')
    .option('--live', 'call the public addresses instead of the simulator')
    .action(recordSource);
};

const recordSource = (name: string, stream: string | undefined, { pages, live }: RecordCommandOptions): Promise<void> => {
  const maxPages = parseWholeNumber('--pages', pages, pageLimit);
  return withSources({ live, fetches: true }, async (sources) => {
    const { recordStream, RecordingError, writeRecording } = await import('../lazy/connector');
    const { chosenStreams, loadRunnableSource, sourceFolder } = await import('./load-source');
    const folder = await sourceFolder(sources, name);
    for (const each of chosenStreams(await loadRunnableSource(sources, name), stream)) {
      try {
        const recording = await recordStream(folder, { stream: each.name, maxPages, dependencies: sources.dependencies });
        const target = await writeRecording(join(folder, 'fixtures'), recording);
        process.stdout.write(`${paint.green('recorded')}  ${each.name}  ${readsText(recording)}  ${relativePath(target)}\n`);
      } catch (error) {
        if (!(error instanceof RecordingError)) throw error;
        process.stdout.write(`${paint.red('failed')}    ${each.name}  ${error.message}\n`);
        process.exitCode = 1;
      }
    }
    if (process.exitCode !== 1) process.stdout.write(`Next: ${commandText(`source test ${name}`)}\n`);
  });
};

const readsText = ({ reads }: { reads: Partial<Record<string, { pages: number; end: string }>> }): string =>
  Object.entries(reads)
    .flatMap(([name, read]) =>
      read ? [`${name}: ${read.pages} ${read.pages === 1 ? 'page' : 'pages'}${read.end === 'complete' ? '' : ` (${read.end})`}`] : [],
    )
    .join(', ');
