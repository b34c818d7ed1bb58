import type { Builders } from '../component/build-context';
import type { ComponentNode } from '../component/component-node';
import type { Format } from './format';
import { FormatDecoder } from './format-decoder';
import { decoderFor } from './bytes';
import { JsonFormat } from './json/json-decoder';
import { JsonItemsFormat } from './json/json-items-format';
import { htmlFields } from './markup/html-fields';
import { HtmlFormat } from './markup/html-format';
import { XmlFormat } from './markup/xml-format';
import { CsvFormat, type CsvOptions } from './rows/csv-format';
import { JsonLinesFormat, LinesFormat } from './rows/line-formats';
import { GzipFormat } from './wrapped/gzip-format';
import { ZipFormat } from './wrapped/zip-format';

const encodingOf = (node: ComponentNode): string => {
  const encoding = node.text('encoding') ?? 'utf-8';
  try {
    decoderFor(encoding);
    return encoding;
  } catch {
    throw node.error(`the encoding ${encoding} is unknown`, 'encoding');
  }
};

const delimiterOf = (node: ComponentNode): string => {
  const written = node.text('delimiter') ?? ',';
  const delimiter = { '\\t': '\t', '\\n': '\n', '\\\\': '\\', '\\x01': '\x01', '\\u0001': '\x01' }[written] ?? written;
  if (delimiter.length !== 1) throw node.error('delimiter must be one character (a tab is written \\t)', 'delimiter');
  return delimiter;
};

/** How a `CsvDecoder` reads. @throws ManifestError */
export const csvOptions = (node: ComponentNode): CsvOptions => ({
  encoding: encodingOf(node),
  delimiter: delimiterOf(node),
  nulls: node.texts('set_values_to_none'),
});

const csv = (node: ComponentNode): Format => new CsvFormat(csvOptions(node));

/** Formats that may stand inside another one. */
const inside: Record<string, (node: ComponentNode) => Format> = {
  CsvDecoder: csv,
  GzipDecoder: (node) => new GzipFormat(innerOf(node)),
  JsonDecoder: () => new JsonFormat(),
  JsonItemsDecoder: (node) => new JsonItemsFormat(node.required('items_path'), encodingOf(node)),
  JsonlDecoder: () => new JsonLinesFormat(),
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
  HtmlDecoder: (node) => new FormatDecoder(new HtmlFormat(node.required('items'), htmlFields(node))),
  IterableDecoder: () => new FormatDecoder(new LinesFormat()),
  JsonDecoder: () => new FormatDecoder(new JsonFormat()),
  JsonItemsDecoder: (node) => new FormatDecoder(inside['JsonItemsDecoder']!(node)),
  JsonlDecoder: () => new FormatDecoder(new JsonLinesFormat()),
  XmlDecoder: () => new FormatDecoder(new XmlFormat()),
  ZipfileDecoder: (node) => new FormatDecoder(new ZipFormat(innerOf(node))),
} satisfies Builders<'decoder'>;
