import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { exportFormats, type ExportFormat, type RecordSelection } from '@twl/contracts';
import { encodeExport, withSpool } from '@twl/export';
import { canonicalExport, selectRecords } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';
import { workingDirectory } from '../output/relative-paths';
import { printBytes, printText } from '../output/print';
import { UsageError } from '../output/report-failure';
import { refuseUnknown } from '../source/known-names';
import { withRuntime } from '../with-runtime';
import { selectionOf } from './selection-of';

interface ExportOptions {
  source?: string;
  stream?: string;
  canonical?: boolean;
  deleted?: boolean;
  format?: string;
  where: string[];
  asOf?: string;
  out?: string;
}

const collect = (value: string, before: string[]): string[] => [...before, value];

/** `twl export`: prints the curated records, or writes them to a file, in one of several formats. */
export const addExport = (program: Command): void => {
  program
    .command('export')
    .description('print the curated records, one JSON object per line, sorted by id; or write them to a file as CSV, JSON or Parquet')
    .option('--source <name>', 'only this source')
    .option('--stream <name>', 'only this stream')
    .option('--deleted', 'also deleted records')
    .option('--canonical', 'canonical JSON (RFC 8785): equal stores print equal bytes')
    .option('--format <name>', `${exportFormats.join(', ')}; default ndjson`)
    .option(
      '--where <filter>',
      'a filter of the record list, such as q=text or updatedAt.gte=2026-01-31T00:00:00Z; may be repeated',
      collect,
      [],
    )
    .option('--as-of <time>', 'the records as they were at this time')
    .option('--out <file>', 'write to this file; it appears when it is whole')
    .action(exportRecords);
};

const exportRecords = ({ canonical, format: name, where, asOf, out, deleted, ...names }: ExportOptions): Promise<void> => {
  const format = formatOf(name);
  const selection = selectionOf({ ...names, where, asOf, deleted });
  if (canonical && (name !== undefined || where.length > 0 || asOf !== undefined))
    throw new UsageError('--canonical is a format of its own, of whole streams: leave out --format, --where and --as-of');
  return withRuntime({ fetches: false }, async (runtime) => {
    await refuseUnknown(runtime, selection);
    const content = canonical ? canonicalExport(runtime.engine.reader, selection) : contentOf(runtime, selection, format);
    if (out !== undefined) return writeFile(resolve(workingDirectory(), out), content);
    for await (const part of content) await (typeof part === 'string' ? printText(part) : printBytes(part));
  });
};

/** @throws UsageError */
const formatOf = (name = 'ndjson'): ExportFormat => {
  const format = exportFormats.find((one) => one === name);
  if (!format) throw new UsageError(`--format must be one of ${exportFormats.join(', ')}, not ${JSON.stringify(name)}`);
  return format;
};

/** Lines of JSON are written as they are read; the columns of a table are known only when every record was read. */
const contentOf = (runtime: Runtime, selection: RecordSelection, format: ExportFormat): AsyncIterable<Uint8Array> => {
  const { catalog, clock, engine } = runtime;
  const records = selectRecords({ reader: engine.reader, catalog, clock }, selection);
  if (format === 'ndjson' || format === 'json') return encodeExport(format, () => records);
  return withSpool(records, (repeatable) => encodeExport(format, repeatable));
};

/** Writes a file whole, or nothing of it. */
const writeFile = async (path: string, content: AsyncIterable<string | Uint8Array>): Promise<void> => {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(content), createWriteStream(unfinished, { flush: true }));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
};
