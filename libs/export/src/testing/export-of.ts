import type { CuratedRecord, ExportFormat } from '@twl/contracts';
import { encodeExport } from '../encode-export';

/** Everything that comes. */
export const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

/** Exports records, whole. */
export const exportOf = async (format: ExportFormat, records: readonly CuratedRecord[]): Promise<Buffer> => {
  const repeatable = async function* () {
    yield* records;
  };
  return Buffer.concat(await collect(encodeExport(format, repeatable)));
};
