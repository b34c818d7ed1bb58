import type { Command } from 'commander';
import { toJsonText } from '@twl/json';
import { canonicalExport } from '@twl/pipeline';
import type { ExportFilter, RecordReader } from '@twl/ports';
import { printText } from '../output/print';
import { refuseUnknown } from '../source/known-names';
import { withRuntime } from '../with-runtime';

interface ExportOptions {
  source?: string;
  stream?: string;
  canonical?: boolean;
  deleted?: boolean;
}

/** `twl export`: prints the curated records, one JSON object per line. */
export const addExport = (program: Command): void => {
  program
    .command('export')
    .description('print the curated records, one JSON object per line, sorted by id')
    .option('--source <name>', 'only this source')
    .option('--stream <name>', 'only this stream')
    .option('--deleted', 'also deleted records')
    .option('--canonical', 'canonical JSON (RFC 8785): equal stores print equal bytes')
    .action(({ canonical, deleted, ...names }: ExportOptions) =>
      withRuntime({ fetches: false }, async (runtime) => {
        await refuseUnknown(runtime, names);
        const { engine } = runtime;
        const filter: ExportFilter = { ...names, ...(deleted && { deleted: 'include' }) };
        for await (const line of canonical ? canonicalExport(engine.reader, filter) : exportAsJson(engine.reader, filter))
          await printText(line);
      }),
    );
};

async function* exportAsJson(reader: RecordReader, filter: ExportFilter): AsyncGenerator<string> {
  for await (const record of reader.export(filter)) yield `${toJsonText(record)}\n`;
}
