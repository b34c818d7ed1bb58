import type { Command } from 'commander';
import { toJsonText } from '@twl/platform/without-nest';
import { NotFoundError, type Extracted } from '@twl/ports';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { preparedSource } from './runnable-source';
import { withRuntime } from '../with-runtime';
import { previewStream } from './preview';

interface PreviewOptions {
  stream?: string;
  live?: boolean;
  limit: string;
  json?: boolean;
}

/** `twl source preview NAME`: fetches one page of each stream and shows the mapped records. */
export const addPreview = (source: Command): void => {
  source
    .command('preview <name>')
    .description('fetch one page of each stream and print the mapped records; writes nothing')
    .option('-s, --stream <name>', 'only this stream')
    .option('-n, --limit <count>', 'records to print of each stream', '3')
    .option('--live', 'call the public address, not the simulator')
    .option('--json', 'print { previews: [...] }')
    .action(preview);
};

const preview = (name: string, options: PreviewOptions): Promise<void> =>
  withRuntime({ live: options.live, fetches: true }, async ({ catalog, clock }) => {
    const limit = Number(options.limit);
    if (!Number.isInteger(limit) || limit < 0) throw new UsageError(`--limit must be a whole number, not ${JSON.stringify(options.limit)}`);
    const source = await preparedSource(catalog, name);
    const streams = source.streams.filter((stream) => !options.stream || stream.name === options.stream);
    if (streams.length === 0) throw new NotFoundError('stream', `${name}.${options.stream ?? ''}`);
    const previews: Awaited<ReturnType<typeof previewStream>>[] = [];
    for (const stream of streams) previews.push(await previewStream(stream, clock));
    if (options.json)
      printJson({ previews: previews.map((each) => ('items' in each ? { ...each, items: each.items.slice(0, limit) } : each)) });
    else previews.forEach((each) => print(each, limit));
    if (previews.some((each) => !('items' in each))) process.exitCode = 1;
  });

const print = (shown: Awaited<ReturnType<typeof previewStream>>, limit: number): void => {
  const out = (text: string): void => void process.stdout.write(`${text}\n`);
  out(paint.bold(shown.stream));
  for (const note of shown.notes) out(`  ${note}`);
  if (!('items' in shown)) return;
  out(`  ${shown.request.method} ${shown.request.url} -> ${shown.status}, ${shown.items.length} items`);
  for (const item of shown.items.slice(0, limit)) out(itemText(item));
};

const itemText = (item: Extracted): string => {
  if (item.kind === 'filtered') return `  ${paint.dim(`${item.index}: left out by a filter`)}`;
  if (item.kind === 'refused') return `  ${paint.red(`${item.index}: ${item.reason} at ${item.pointer || 'the page'}: ${item.detail}`)}`;
  const { key, title, occurredAt, data } = item;
  return `  ${paint.cyan(key)} ${title}${occurredAt ? paint.dim(` ${occurredAt}`) : ''}\n${toJsonText(data, 2).replace(/^/gm, '    ')}`;
};
