import { createHash } from 'node:crypto';
import { StreamableFile } from '@nestjs/common';
import type { CuratedRecord, ExportFormat, RecordsQuery } from '@twl/contracts';
import { encodeExport, exportMediaTypes } from '@twl/export';
import { toJsonText } from '@twl/json';
import { ProblemException } from '@twl/platform';
import type { RecordReader } from '@twl/ports';
import type { Request, Response } from 'express';
import { fileHeaders } from './file-headers';

/** Formats of a list; a JSON list comes in pages. */
export const listFormats = ['csv', 'ndjson', 'parquet'] as const satisfies readonly ExportFormat[];
export type ListFormat = (typeof listFormats)[number];

/** The most records of a list in one response, and the characters that they have as JSON. */
const limits = { records: 5000, characters: 16_000_000 };

/** Returns the format that a request prefers by its `Accept`; undefined for a page of JSON. */
export function acceptedFormat(request: Request): ListFormat | undefined {
  const accepted = request.accepts(['application/json', ...listFormats.map(mediaTypeOf)]);
  return listFormats.find((format) => mediaTypeOf(format) === accepted);
}

/** The media type of a format, without parameters. */
export const mediaTypeOf = (format: ListFormat): string => exportMediaTypes[format].replace(/;.*/, '');

/** Record lists as files: all records that a list shows, in its order, as they were when it began. */
export class ListExports {
  constructor(private readonly reader: RecordReader) {}

  /** Sends a list as a file; a 304 if the client has it. @throws ProblemException 409 if there are too many records for one response */
  async send(format: ListFormat, query: RecordsQuery, { request, response }: { request: Request; response: Response }) {
    const records = await this.read(query);
    const repeatable = async function* () {
      yield* records;
    };
    const parts: Uint8Array[] = [];
    for await (const part of encodeExport(format, repeatable)) parts.push(part);
    const body = Buffer.concat(parts);
    const etag = `W/"${createHash('sha256').update(body).digest('base64url')}"`;
    fileHeaders(response, { contentType: exportMediaTypes[format], fileName: `records.${format}`, etag, length: body.length });
    if (!request.fresh) return new StreamableFile(body);
    response.removeHeader('content-length');
    response.status(304);
    return undefined;
  }

  private async read({ limit: _limit, cursor: _cursor, ...query }: RecordsQuery): Promise<CuratedRecord[]> {
    const records: CuratedRecord[] = [];
    let characters = 0;
    let after: string | undefined;
    do {
      const { items, next } = await this.reader.list({ ...query, limit: 200, ...(after !== undefined && { after }) });
      for (const record of items) {
        records.push(record);
        characters += toJsonText(record).length;
      }
      if (records.length > limits.records || characters > limits.characters) throw tooLarge();
      after = next ?? undefined;
    } while (after !== undefined);
    return records;
  }
}

const tooLarge = (): ProblemException =>
  new ProblemException({
    status: 409,
    code: 'EXPORT_TOO_LARGE',
    detail: `one response has at most ${limits.records} records, of ${limits.characters} characters as JSON: set more filters, or export them to a file with POST /api/exports`,
  });
