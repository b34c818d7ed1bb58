import type { SimulatedResponse, RecordsIn } from '../http/simulated-response';
import type { Fault } from './fault';

type Fields = Record<string, unknown>;

/** Marks a string that the writer replaces by raw JSON. */
const mark = '\u0000source:';
const marked = new RegExp(`"${JSON.stringify(mark).slice(1, -1).replace(/\\/g, '\\\\')}([^"]*)"`, 'g');

/** Replaces the marked strings by their raw JSON. */
export const insertRawJson = (json: string): string =>
  json.replace(marked, (_, source: string) => Buffer.from(source, 'base64').toString());

const markRawJson = (source: string): string => mark + Buffer.from(source).toString('base64');

const parentOf = (record: Fields, path: readonly string[]): Fields | undefined =>
  path.slice(0, -1).reduce<Fields | undefined>((value, part) => value?.[part] as Fields | undefined, record);

const withoutKey = (record: Fields, { key }: RecordsIn): Fields => {
  delete parentOf(record, key)?.[key.at(-1) ?? ''];
  return record;
};

const withHugeInteger = (record: Fields, { number }: RecordsIn, digits = '9007199254740993'): Fields => {
  const parent = parentOf(record, number);
  if (parent) parent[number.at(-1) ?? ''] = markRawJson(digits);
  return record;
};

const withDuplicateKey = (record: Fields): string => {
  const text = JSON.stringify(record);
  const first = Object.entries(record)[0];
  if (!first) return markRawJson(text);
  const [name, value] = first;
  const other = typeof value === 'number' ? value + 1 : value;
  return markRawJson(`${text.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(other)}}`);
};

const spoilRecord = (fault: Fault, record: Fields, records: RecordsIn): unknown => {
  if (fault.kind === 'missing_key') return withoutKey(record, records);
  if (fault.kind === 'huge_integer') return withHugeInteger(record, records, fault.digits);
  return fault.kind === 'duplicate_key' ? withDuplicateKey(record) : record;
};

const spoilList = (fault: Fault, list: Fields[], records: RecordsIn): unknown[] => {
  if (fault.kind === 'empty') return [];
  if (fault.kind === 'nulls') return list.map(() => null);
  const index = 'index' in fault ? (fault.index ?? 0) : 0;
  return list.map((record, at) => (at === index ? spoilRecord(fault, record, records) : record));
};

/** Applies the fault to the records of a response; a response without records stays unchanged. */
export const spoilRecords = (fault: Fault, response: SimulatedResponse): SimulatedResponse => {
  const { records } = response;
  if (!records) return response;
  const body = structuredClone(response.body) as Fields;
  const list = (records.at === null ? body : body[records.at]) as Fields[];
  const spoiled = spoilList(fault, list, records);
  return { ...response, body: records.at === null ? spoiled : { ...body, [records.at]: spoiled } };
};
