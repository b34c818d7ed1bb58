import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { movingTime, ownId, valueOf, type MadeUpValue, type ValueSchema } from './made-up-values';
import { readPaths } from './read-paths';

/** How a body is written. */
export type BodyFormat = 'json' | 'lines' | 'csv' | 'xml';

/** How the pages of an endpoint are asked for. */
export interface Paging {
  /** Query keys, headers and body fields that carry the page token. */
  tokenFields: Set<string>;
  /** Places in an answer that the next page is read from. */
  nextPaths: string[][];
  /** Places in an answer that say whether there is more. */
  stopPaths: string[][];
  pageSize: number;
  /** The token of the first page, where it has one. */
  first: number;
}

/** Where an answer says that a job is done, how, and where it has the address of the result. */
export interface AsyncEndpoint {
  statusPath: string[];
  done: string;
  targetPath: string[];
}

/** What is known of an address that a manifest asks for. */
export interface Endpoint {
  address: RegExp;
  /** Letters that the address is sure to have: the more, the closer the fit. */
  sure: number;
  recordPaths: string[][];
  /** Places in a record, with what stands there. */
  fields: [string[], MadeUpValue][];
  /** Set where it is asked whether a job is done. */
  job: AsyncEndpoint | undefined;
  paging: Paging | undefined;
  /** Other streams are read for each of its records. */
  isParent: boolean;
  format: BodyFormat;
  packed: boolean;
}

/** Finds every address that a resolved manifest asks for. */
export const findEndpoints = (manifest: JsonObject): Endpoint[] => {
  const found = new Map<string, Endpoint>();
  visit(manifest, { fields: [] }, found);
  return [...found.values()].sort((a, b) => b.sure - a.sure);
};

/** What surrounds a part of the manifest. */
interface Around {
  fields: [string[], MadeUpValue][];
  isParent?: boolean;
}

const visit = (value: Json | undefined, around: Around, found: Map<string, Endpoint>): void => {
  if (Array.isArray(value)) for (const each of value) visit(each, around, found);
  if (!isJsonObject(value)) return;
  if (value['type'] === 'ParentStreamConfig') return visitParent(value, around, found);
  const below = value['retriever'] === undefined ? around : { ...around, fields: [...streamFields(value), ...around.fields] };
  if (isRetriever(value)) noteRetriever(value, around, found);
  else if (isRequester(value)) note(value, { recordPaths: [], fields: [] }, found);
  if (value['type'] === 'AsyncRetriever') noteJob(value, around, found);
  for (const [key, each] of Object.entries(value)) if (!(isRetriever(value) && key === 'requester')) visit(each, below, found);
  if (isRetriever(value) && isJsonObject(value['requester'])) visit(value['requester']['authenticator'], around, found);
};

const isRetriever = (node: JsonObject): boolean => isJsonObject(node['requester']) && node['record_selector'] !== undefined;

const isRequester = (node: JsonObject): boolean => typeof node['url_base'] === 'string' || typeof node['url'] === 'string';

/** A parent has the fields that its children are found by. */
const visitParent = (config: JsonObject, around: Around, found: Map<string, Endpoint>): void => {
  const key = typeof config['parent_key'] === 'string' ? [config['parent_key'].split('/')] : [];
  const extra = Array.isArray(config['extra_fields']) ? config['extra_fields'].filter(Array.isArray).map((each) => each.map(String)) : [];
  const fields = [
    ...extra.map((path): [string[], MadeUpValue] => [path, ownId('string')]),
    ...key.map((path): [string[], MadeUpValue] => [path, ownId('integer')]),
  ];
  visit(config['stream'], { fields: fields.length > 0 ? fields : around.fields, isParent: true }, found);
};

const texts = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.flat().map(String) : typeof value === 'string' ? [value] : [];

const streamFields = (stream: JsonObject): [string[], MadeUpValue][] => {
  const schema = isJsonObject(stream['schema_loader']) ? stream['schema_loader']['schema'] : undefined;
  const properties = (isJsonObject(schema) ? (schema as ValueSchema).properties : undefined) ?? {};
  const cursor = isJsonObject(stream['incremental_sync']) ? stream['incremental_sync'] : {};
  const written = JSON.stringify(stream).replaceAll('\\"', "'");
  const read = readPaths(written, '(?:last_)?record');
  const components = readPaths(written, 'components_values').map((path): [string[], MadeUpValue] => [path, ownId('string')]);
  const ofSchema = Object.entries(properties).map(([name, each]): [string[], MadeUpValue] => [[name], valueOf(each)]);
  const keys = texts(stream['primary_key']).map((name): [string[], MadeUpValue] => [[name], ownId(idType(properties[name]))]);
  const unknown = read.filter(([name]) => properties[name!] === undefined).map((path): [string[], MadeUpValue] => [path, () => 'text']);
  return [...unknown, ...components, ...ofSchema, ...timesRead(written), ...keys, ...cursorField(cursor, properties)];
};

/** Places that templates read a time from, in its format. */
const timesRead = (templates: string): [string[], MadeUpValue][] =>
  [...templates.matchAll(/format_datetime\(\s*(record[^,{}]+?)\s*,\s*'[^']*'(?:\s*,\s*'([^']+)')?/g)].flatMap(([, read, format]) =>
    readPaths(read!, 'record').map((path): [string[], MadeUpValue] => [path, movingTime(format ?? '%Y-%m-%dT%H:%M:%SZ')]),
  );

const idType = (schema: ValueSchema | undefined): 'string' | 'integer' =>
  [schema?.type].flat().includes('string') && ![schema?.type].flat().includes('integer') ? 'string' : 'integer';

const cursorField = (cursor: JsonObject, properties: Record<string, ValueSchema>): [string[], MadeUpValue][] => {
  const name = cursor['cursor_field'];
  if (typeof name !== 'string' || name === '') return [];
  const format = texts(cursor['cursor_datetime_formats'])[0] ?? cursor['datetime_format'];
  if (typeof format !== 'string') return [[[name], ownId('integer')]];
  const value = movingTime(format);
  return [[[name], idType(properties[name]) === 'string' ? (nth) => String(value(nth)) : value]];
};

const noteRetriever = (retriever: JsonObject, { fields, isParent = false }: Around, found: Map<string, Endpoint>): void => {
  const selector = isJsonObject(retriever['record_selector']) ? retriever['record_selector'] : {};
  const extractor = isJsonObject(selector['extractor']) ? selector['extractor'] : {};
  const recordPath = texts(extractor['field_path']).map((part) => filledIn(part, extractor));
  note(
    retriever['requester'] as JsonObject,
    { recordPaths: [recordPath], fields, isParent, paging: pagingOf(retriever), decoder: retriever['decoder'] },
    found,
  );
};

/** A job is done as soon as it is asked for; what it gives is the records. */
const noteJob = (retriever: JsonObject, around: Around, found: Map<string, Endpoint>): void => {
  const {
    polling_requester: polling,
    download_requester: requester,
    record_selector: selector,
    download_decoder: decoder,
    status_mapping: statuses,
  } = retriever;
  const [statusPath, targetPath] = ['status_extractor', 'download_target_extractor'].map((name) => {
    const extractor = retriever[name];
    return texts(isJsonObject(extractor) ? extractor['field_path'] : []);
  }) as [string[], string[]];
  const done = texts(isJsonObject(statuses) ? statuses['completed'] : [])[0] ?? '';
  if (isJsonObject(polling)) note(polling, { recordPaths: [], fields: [], job: { statusPath, done, targetPath } }, found);
  if (isJsonObject(requester))
    noteRetriever({ requester, ...(selector && { record_selector: selector }), ...(decoder && { decoder }) }, around, found);
};

interface Facts {
  job?: AsyncEndpoint;
  recordPaths: string[][];
  fields: [string[], MadeUpValue][];
  isParent?: boolean;
  paging?: Paging | undefined;
  decoder?: Json | undefined;
}

const note = (
  requester: JsonObject,
  { recordPaths, fields, isParent = false, paging, decoder, job }: Facts,
  found: Map<string, Endpoint>,
): void => {
  const written = addressOf(requester);
  const there = found.get(written) ?? emptyEndpoint(written);
  there.recordPaths.push(...recordPaths);
  there.fields.push(...fields);
  there.paging ??= paging;
  there.job ??= job;
  there.isParent ||= isParent;
  if (isJsonObject(decoder)) Object.assign(there, formatOf(decoder));
  found.set(written, there);
};

const emptyEndpoint = (written: string): Endpoint => {
  const literal = written.split(/\{\{.*?\}\}/s);
  const pattern = literal.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\/+/g, '/+')).join('[^?]*?');
  const sure = literal.join('').length;
  return {
    address: new RegExp(`^/*${pattern}/*$`),
    sure,
    recordPaths: [],
    fields: [],
    job: undefined,
    paging: undefined,
    isParent: false,
    format: 'json',
    packed: false,
  };
};

/** The address below the local server: its host is the first part of the path. */
const addressOf = (requester: JsonObject): string => {
  const [base, path] = [requester['url'] ?? requester['url_base'] ?? '', requester['path'] ?? ''].map((each) =>
    withoutStatements(filledIn(String(each), requester)).trim(),
  ) as [string, string];
  const address = path === '' ? base : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
  return address
    .replace(/^https?:\/\//, '')
    .replace(/\?.*$/, '')
    .replace(/\/+$/, '');
};

/** A choice may be anything; a statement that sets a variable writes nothing. */
const withoutStatements = (template: string): string =>
  template.replace(/\{%-?\s*if\b.*?\bendif\s*-?%\}/gs, '{{ choice }}').replace(/\{%.*?%\}/gs, '');

/** Parameters are known; all else only shows when it runs. */
const filledIn = (template: string, { $parameters: parameters }: JsonObject): string =>
  template.replace(/\{\{\s*parameters(?:\.(\w+)|\[\s*['"](\w+)['"]\s*\])\s*\}\}/g, (all, dotted?: string, quoted?: string) => {
    const value = isJsonObject(parameters) ? parameters[(dotted ?? quoted)!] : undefined;
    return typeof value === 'string' ? value : all;
  });

const formatOf = (decoder: JsonObject): { format: BodyFormat; packed?: boolean } => {
  if (decoder['type'] === 'GzipDecoder' && isJsonObject(decoder['decoder'])) return { ...formatOf(decoder['decoder']), packed: true };
  const known: Record<string, BodyFormat> = { CsvDecoder: 'csv', XmlDecoder: 'xml', JsonlDecoder: 'lines', IterableDecoder: 'lines' };
  return { format: known[String(decoder['type'])] ?? 'json' };
};

/** Not where the answer is itself the list of records. */
const isField = ([first]: readonly string[]): boolean => !/^-?\d/.test(first ?? '');

const pagingOf = (retriever: JsonObject): Paging | undefined => {
  const paginator = isJsonObject(retriever['paginator']) ? retriever['paginator'] : {};
  const strategy = isJsonObject(paginator['pagination_strategy']) ? paginator['pagination_strategy'] : undefined;
  if (strategy === undefined) return undefined;
  const option = isJsonObject(paginator['page_token_option']) ? paginator['page_token_option'] : {};
  const named = [...texts(option['field_name']), ...texts(option['field_path']).slice(-1)];
  const cursor = String(strategy['cursor_value'] ?? '');
  const nextPaths = readPaths(cursor, 'response').filter(isField);
  const said = readPaths(`${String(strategy['stop_condition'] ?? '')} ${cursor}`, 'response').filter(isField);
  return {
    tokenFields: new Set([...named, ...fieldsWithToken(retriever['requester'] as JsonObject)]),
    nextPaths,
    stopPaths: said.filter((path) => !nextPaths.some((next) => next.join() === path.join())),
    pageSize: Number(strategy['page_size'] ?? 0) || 0,
    first: Number(strategy['start_from_page'] ?? 0),
  };
};

/** Options that a requester puts the page token into by a template. */
const fieldsWithToken = (requester: JsonObject): string[] =>
  ['request_parameters', 'request_headers', 'request_body_json', 'request_body_data', 'request_body'].flatMap((place) =>
    namesWithToken(requester[place]),
  );

const namesWithToken = (options: Json | undefined): string[] =>
  Object.entries(isJsonObject(options) ? options : {}).flatMap(([name, value]) => {
    if (isJsonObject(value)) return namesWithToken(value);
    return String(value).includes('next_page_token') ? [name] : [];
  });
