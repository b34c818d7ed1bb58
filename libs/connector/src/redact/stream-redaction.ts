import type { StreamSettings } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { readCsvOptions, encodingOf } from '../decoders/decoders';
import { isIndexStep } from '../paths/field-path';
import type { FieldPattern } from './field-patterns';
import { redactCells, type Rows } from './row-cells';
import { createRedaction, type RedactedForm } from './redaction';
import type { Redaction } from '../roles/redaction';

/** Where the items of a response are, and in which format. */
interface Layout {
  form: RedactedForm;
  prefixes: string[][];
  extractor?: ComponentNode;
  rows?: Rows;
}

/** Returns the redaction of the fields that `source.yaml` names. @throws ManifestError if they could not be found in the pages */
export const createStreamRedaction = (stream: ComponentNode, settings: StreamSettings, context: BuildContext): Redaction | undefined => {
  if (settings.redact.length === 0) return undefined;
  const layouts = retrieversOf(stream).map((retriever) => layoutOf(retriever, context));
  const fields = layouts.flatMap(({ prefixes }) => prefixes.flatMap((prefix) => patternsOf(prefix, settings.redact)));
  const cells = layouts.flatMap(({ rows }) => (rows ? redactCells(rows, settings.redact) : []));
  refuseNames(layouts, settings.redact);
  return createRedaction({ fields, cells }, `${context.source}.${context.stream}`, layouts[0]?.form);
};

const retrieversOf = (stream: ComponentNode): ComponentNode[] =>
  [stream, stream.child('full_refresh_stream'), stream.child('incremental_stream')].flatMap((node) => node?.child('retriever') ?? []);

const layoutOf = (retriever: ComponentNode, context: BuildContext): Layout => {
  const isAsync = retriever.type === 'AsyncRetriever';
  if (retriever.type.startsWith('Custom')) refuse(retriever, context);
  const decoder = retriever.child(isAsync ? 'download_decoder' : 'decoder');
  const extractor = isAsync ? retriever.child('download_extractor') : retriever.child('record_selector')?.child('extractor');
  if (extractor && extractor.type !== 'DpathExtractor') refuse(extractor, context);
  const evaluated = (text: string, node: ComponentNode): string =>
    context.interpolator.compile(text, node.parameters).text(context.scope());
  const csv = csvOf(decoder);
  const path = extractor?.texts('field_path').map((part) => evaluated(part, extractor)) ?? [];
  if (csv && decoder && path.length > 0) refuse(decoder, context);
  if (csv) return { form: csv, prefixes: [[]] };
  const prefix = [...itemsPath(decoder, context), ...path];
  const expanded = extractor?.child('record_expander')?.texts('expand_records_from_field') ?? [];
  const prefixes = expanded.length > 0 ? [prefix, [...prefix, ...expanded]] : [prefix];
  const lines = decoder?.type === 'JsonlDecoder';
  const form: RedactedForm = { json: lines ? 'lines' : 'document', encoding: decoder && encodingOf(decoder) };
  return { form, prefixes: prefixes.flatMap(withoutPositions), extractor, rows: rowsOf() };

  function rowsOf(): Rows | undefined {
    if (!extractor?.has('columns')) return undefined;
    if (decoder?.type === 'JsonItemsDecoder') refuse(decoder, context);
    const columns = extractor.list('columns').map((name) => evaluated(String(name ?? ''), extractor));
    return { extractor, columns, lines, path: [...path, ...expanded], isEach: expanded.length === 0 && path.includes('*') };
  }
};

/** A field without a name in the response cannot be found there. */
const refuseNames = (layouts: readonly Layout[], redact: StreamSettings['redact']): void => {
  const names = redact.map((entry) => (typeof entry === 'string' ? entry : entry.field));
  for (const { extractor } of layouts) {
    if (!extractor) continue;
    if (extractor.has('columns_from'))
      throw extractor.error('columns_from cannot be used where fields are redacted: give the names with columns', 'columns_from');
    for (const key of ['value_field', 'key_field']) {
      const name = extractor.list(key).find((each) => names.includes(String(each)));
      if (name !== undefined)
        throw extractor.error(`${String(name)} is redacted, but has no name in the response (leave it out of redact)`, key);
    }
  }
};

/** Returns the CSV options of a response, if it is CSV. */
const csvOf = (decoder: ComponentNode | undefined): RedactedForm | undefined => {
  const packed = decoder?.type === 'GzipDecoder';
  const rows = packed ? decoder.child('decoder') : decoder;
  if (rows?.type !== 'CsvDecoder') return undefined;
  return { csv: readCsvOptions(rows), packed };
};

const itemsPath = (decoder: ComponentNode | undefined, context: BuildContext): string[] => {
  if (!decoder || decoder.type === 'JsonDecoder' || decoder.type === 'JsonlDecoder') return [];
  if (decoder.type !== 'JsonItemsDecoder') refuse(decoder, context);
  return decoder
    .required('items_path')
    .split('.')
    .map((part) => (part === 'item' ? '*' : part));
};

const refuse = (node: ComponentNode, { stream }: BuildContext): never => {
  throw node.error(
    `the fields that stream ${stream} redacts cannot be taken out of a ${node.type} response before it is stored (leave redact out of source.yaml, or ask the source for JSON or CSV)`,
  );
};

/** A position in a list is no part of the path that the redactor sees. */
const withoutPositions = (path: string[]): string[][] =>
  path.some(isIndexStep) ? [path, path.filter((part) => !isIndexStep(part))] : [path];

/** A field with dots is a path, or a name that has dots. */
const patternsOf = (prefix: string[], redact: StreamSettings['redact']): FieldPattern[] =>
  redact.flatMap((entry) => {
    const { field, how } = typeof entry === 'string' ? { field: entry, how: 'remove' as const } : entry;
    const paths = field.includes('.') ? [field.split('.'), [field]] : [[field]];
    return paths.map((path) => ({ path: [...prefix, ...path], how }));
  });
