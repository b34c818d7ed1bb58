import type { Command } from 'commander';
import type { RequestBudget, TracedExchange } from '@twl/connector';
import { toJsonText } from '@twl/json';
import type { Extracted } from '@twl/ports';
import type { OpenedSources } from '@twl/runtime';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { parseWholeNumber } from '../output/whole-number';
import { withSources } from '../with-runtime';
import { fieldLines } from './field-table';
import type { Preview, PreviewedPage } from './preview';

const budgetText = (requests: number): string =>
  `${requests} requests returned no page of the stream; further requests are skipped (see the requests above, or allow more with --requests)`;

const requestLimit = 500;

interface PreviewOptions {
  stream?: string;
  live?: boolean;
  limit: string;
  requests: string;
  json?: boolean;
}

/** `twl source preview NAME`: fetches one page of each stream and shows its records. */
export const addPreview = (source: Command): void => {
  source
    .command('preview <name> [stream]')
    .description('fetch one page of each stream, or of one, and show the requests, the mapped records and their fields; writes nothing')
    .option('-s, --stream <name>', 'only this stream')
    .option('-n, --limit <count>', 'number of records to print per stream', '3')
    .option('-r, --requests <count>', `maximum requests per stream, including those to its parent streams; at most ${requestLimit}`, '20')
    .option('--live', 'call the public addresses instead of the simulator')
    .option('--json', 'print { previews: [...] }, with a JSON schema of the records')
    .action(previewSource);
};

const previewSource = (name: string, stream: string | undefined, options: PreviewOptions): Promise<void> => {
  const only = onlyStream(stream, options.stream);
  const requests = parseWholeNumber('--requests', options.requests, requestLimit);
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 0) throw new UsageError(`--limit must be a whole number, not ${JSON.stringify(options.limit)}`);
  return withSources({ live: options.live, fetches: true }, async (sources) => {
    const previews = await previewsOf(sources, name, { only, requests });
    if (options.json) printJson({ previews: previews.map((each) => limited(each, limit)) });
    else previews.forEach((each) => printPreview(each, limit));
    if (previews.some(({ page }) => !page || page.isOdd || page.items.some(({ kind }) => kind === 'refused'))) process.exitCode = 1;
  });
};

/** @throws UsageError if two streams are given */
const onlyStream = (argument: string | undefined, option: string | undefined): string | undefined => {
  if (argument !== undefined && option !== undefined && argument !== option)
    throw new UsageError(`give only one stream: ${argument} or ${option}`);
  return argument ?? option;
};

const previewsOf = async (
  sources: OpenedSources,
  name: string,
  { only, requests: maxRequests }: { only: string | undefined; requests: number },
): Promise<Preview[]> => {
  const { traceExchanges } = await import('../lazy/connector');
  const { chosenStreams, loadRunnableSource } = await import('./load-source');
  const { previewStream } = await import('./preview');
  const requests: TracedExchange[] = [];
  const budget: RequestBudget = { remaining: Infinity, reason: budgetText(maxRequests) };
  const source = await loadRunnableSource(sources, name, { exchanges: traceExchanges((exchange) => void requests.push(exchange), budget) });
  const previews: Preview[] = [];
  for (const each of chosenStreams(source, only)) {
    budget.remaining = maxRequests;
    previews.push(await previewStream(each, { requests }));
  }
  return previews;
};

/** Returns the JSON view: the parts of the page on the top level, with a limited number of items. */
const limited = ({ page, ...rest }: Preview, limit: number): object => ({
  ...rest,
  ...page,
  ...(page ? { items: page.items.slice(0, limit) } : {}),
});

const printPreview = ({ stream, requests, notes, page }: Preview, limit: number): void => {
  const out = (text: string): void => void process.stdout.write(`${text}\n`);
  out(paint.bold(stream));
  for (const request of requests) out(`  ${requestText(request)}`);
  for (const note of notes) out(`  ${paint.yellow(note)}`);
  if (!page) return;
  out(`  ${countText(page)}`);
  for (const item of page.items.slice(0, limit)) out(itemText(item));
  if (page.fields.length === 0) return;
  out(`  ${paint.dim('fields')}`);
  for (const line of fieldLines(page.fields)) out(`    ${line}`);
};

const requestText = ({ method, url, body, status, bytes, error }: TracedExchange): string => {
  const sent = body === undefined ? '' : paint.dim(` ${body.length > 200 ? `${body.slice(0, 200)}...` : body}`);
  const came = error === undefined ? `${status}, ${bytes} bytes` : paint.red(error);
  return `${method} ${url}${sent} -> ${came}`;
};

const countText = ({ items }: PreviewedPage): string => {
  const countOf = (kind: Extracted['kind']) => items.filter((item) => item.kind === kind).length;
  const others = [
    countOf('filtered') > 0 ? `${countOf('filtered')} filtered` : '',
    countOf('refused') > 0 ? paint.red(`${countOf('refused')} refused`) : '',
  ];
  return [`${items.length} items: ${countOf('record')} records`, ...others.filter(Boolean)].join(', ');
};

const itemText = (item: Extracted): string => {
  if (item.kind === 'filtered') return `  ${paint.dim(`${item.itemIndex}: excluded by a filter`)}`;
  if (item.kind === 'refused')
    return `  ${paint.red(`${item.itemIndex}: ${item.reason} at ${item.pointer || 'the page'}: ${item.detail}`)}`;
  const { key, title, occurredAt, data } = item;
  return `  ${paint.cyan(key)} ${title}${occurredAt ? paint.dim(` ${occurredAt}`) : ''}\n${toJsonText(data, 2).replace(/^/gm, '    ')}`;
};
