import { toCanonicalJson } from '@twl/fingerprint';
import type { JsonObject } from '@twl/contracts';
import type { ExportFilter, RecordReader } from '@twl/ports';

/** Exports the curated records as lines of canonical JSON (RFC 8785), in order of ids: equal stores give equal bytes. */
export async function* canonicalExport(reader: RecordReader, filter: ExportFilter): AsyncGenerator<string> {
  for await (const record of reader.export(filter)) yield `${toCanonicalJson({ ...record } as unknown as JsonObject)}\n`;
}
