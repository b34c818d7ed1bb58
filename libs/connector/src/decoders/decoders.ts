import { findCharset } from '../charset/charset-name';
import type { Builders } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Format } from './format/format';
import { FormatDecoder } from './format/format-decoder';
import { JsonFormat } from './json/json-decoder';
import { JsonItemsFormat } from './json/json-items-format';
import { buildHtmlFields } from './markup/html-fields';
import { HtmlFormat } from './markup/html-format';
import { XmlFormat } from './markup/xml-format';
import { CsvFormat, type CsvOptions } from './rows/csv-format';
import { JsonLinesFormat, LinesFormat } from './rows/line-formats';
import { GzipFormat } from './wrapped/gzip-format';
import { ZipFormat } from './wrapped/zip-format';

/** Returns the charset that a decoder declares; undefined if the response decides. @throws ManifestError for an unknown one */
export const encodingOf = (node: ComponentNode): string | undefined => {
  const encoding = node.text('encoding');
  if (encoding !== undefined && findCharset(encoding) === undefined)
    throw node.error(`the encoding ${encoding} is unknown (such as utf-8, windows-1252, shift_jis)`, 'encoding');
  return encoding;
};

const delimiterOf = (node: ComponentNode): string => {
  const written = node.text('delimiter') ?? ',';
  const delimiter = { '\\t': '\t', '\\n': '\n', '\\\\': '\\', '\\x01': '\x01', '\\u0001': '\x01' }[written] ?? written;
  if (delimiter.length !== 1) throw node.error('delimiter must be one character (a tab is written \\t)', 'delimiter');
  return delimiter;
};

/** How a `CsvDecoder` reads. @throws ManifestError */
export const readCsvOptions = (node: ComponentNode): CsvOptions => ({
  encoding: encodingOf(node),
  delimiter: delimiterOf(node),
  nulls: node.texts('set_values_to_none'),
});

const csv = (node: ComponentNode): Format => new CsvFormat(readCsvOptions(node));

const json = (node: ComponentNode): Format => new JsonFormat(encodingOf(node));
const jsonItems = (node: ComponentNode): Format => new JsonItemsFormat(node.required('items_path'), encodingOf(node));
const jsonLines = (node: ComponentNode): Format => new JsonLinesFormat(encodingOf(node));

/** Formats that may stand inside another one. */
const inside: Record<string, (node: ComponentNode) => Format> = {
  CsvDecoder: csv,
  GzipDecoder: (node) => new GzipFormat(innerOf(node)),
  JsonDecoder: json,
  JsonItemsDecoder: jsonItems,
  JsonlDecoder: jsonLines,
};

const innerOf = (node: ComponentNode): Format => {
  const inner = node.requiredChild('decoder');
  const build = Object.hasOwn(inside, inner.type) ? inside[inner.type] : undefined;
  if (!build) throw inner.error(`${inner.type} cannot stand inside ${node.type} (use one of ${Object.keys(inside).join(', ')})`, 'type');
  return build(inner);
};

/** Every decoder of the language, and `HtmlDecoder` of ours. */
export const decoders = {
  CsvDecoder: (node) => new FormatDecoder(csv(node)),
  GzipDecoder: (node) => new FormatDecoder(new GzipFormat(innerOf(node))),
  HtmlDecoder: (node) => new FormatDecoder(new HtmlFormat(node.required('items'), buildHtmlFields(node), encodingOf(node))),
  IterableDecoder: (node) => new FormatDecoder(new LinesFormat(encodingOf(node))),
  JsonDecoder: (node) => new FormatDecoder(json(node)),
  JsonItemsDecoder: (node) => new FormatDecoder(jsonItems(node)),
  JsonlDecoder: (node) => new FormatDecoder(jsonLines(node)),
  XmlDecoder: (node) => new FormatDecoder(new XmlFormat(encodingOf(node))),
  ZipfileDecoder: (node) => new FormatDecoder(new ZipFormat(innerOf(node))),
} satisfies Builders<'decoder'>;
