import { gzipSync } from 'node:zlib';
import type { JsonObject } from '@twl/contracts';
import { payloadOf } from '@twl/ports';
import type { Builders } from '../../build/build-context';
import { makeContext, makeNode } from '../../build/build-context.factory';
import type { Decoder } from '../../roles/roles';
import { decoders } from '../decoders';
import { makeZip } from '../zip.factory';

const builders: Builders<'decoder'> = decoders;
const build = (type: string, properties: JsonObject = {}): Decoder => builders[type]!(makeNode(type, properties), makeContext());

const rowsOf = async (text: string): Promise<unknown[]> => {
  const rows: unknown[] = [];
  for await (const row of build('CsvDecoder').decode(payloadOf(text), { headers: {} })) rows.push(row);
  return rows;
};

describe('what stands in the place of a table', () => {
  it.each([
    ['an HTML page', '<!DOCTYPE html>\n<html lang="en"><body>Log in</body></html>\n'],
    ['an HTML page', '\n<html>\n<body>Log in</body>\n</html>\n'],
    ['XML', '<?xml version="1.0"?>\n<error>no</error>\n'],
    ['JSON', '{"error": "no access", "code": 403}'],
    ['JSON', '{\n  "message": "no access"\n}\n'],
    ['JSON', '[{"id": 1}]'],
    ['JSON', '[\n  {"id": 1}\n]'],
  ])('reads no rows out of %s: %j', async (what, text) => {
    await expect(rowsOf(text)).rejects.toMatchObject({
      reason: 'UNPARSABLE',
      message: `the body is ${what}, not CSV`,
    });
  });

  it.each<[string, boolean]>([
    ['No records found.', true],
    ['Unauthorized\n', true],
    ['Access denied', true],
    ['You have no access to this report\n', true],
    ['id\n', false],
    ['Customer name\n', false],
    ['first name,last name\n', false],
    ['', false],
  ])('tells a message from a header without rows: %j', async (text, isMessage) => {
    const packed = build('GzipDecoder', { decoder: { type: 'CsvDecoder' } });
    const zipped = build('ZipfileDecoder', { decoder: { type: 'CsvDecoder' } });
    for (const [decoder, body] of [
      [build('CsvDecoder'), text] as const,
      [packed, gzipSync(text)] as const,
      [zipped, makeZip({ a: text })] as const,
    ]) {
      const missing = await decoder.missing!(payloadOf(body), { headers: {} });
      expect(missing?.instead).toBe(isMessage ? 'message' : undefined);
    }
  });
});
