import { recordId, type CuratedRecord, type RawRef } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import {
  type Current,
  fromOrderText,
  type Head,
  instantOf,
  type RecordOrder,
  type RecordWrite,
  type LaterObservation,
  toOrderText,
  type Version,
} from '@twl/ports';
import type { StreamRow } from '../streams';

/** An order as it is stored: small, because it is read with every head. */
type OrderTuple = [RecordOrder['cursor'], number, number, number];

const writeOrder = ({ cursor, runSeq, pageIndex, itemIndex }: RecordOrder): string =>
  `[${cursor === null ? 'null' : JSON.stringify(cursor)},${runSeq},${pageIndex},${itemIndex}]`;

/** Matches an order without a cursor, which most are, so that it is read without JSON.parse. */
const plainOrder = '[null,';

const readOrder = (text: string): RecordOrder => {
  if (text.startsWith(plainOrder)) return readPlainOrder(text);
  const [cursor, runSeq, pageIndex, itemIndex] = JSON.parse(text) as OrderTuple;
  return { cursor, runSeq, pageIndex, itemIndex };
};

const readPlainOrder = (text: string): RecordOrder => {
  const second = text.indexOf(',', plainOrder.length);
  const third = text.indexOf(',', second + 1);
  const runSeq = Number(text.slice(plainOrder.length, second));
  return { cursor: null, runSeq, pageIndex: Number(text.slice(second + 1, third)), itemIndex: Number(text.slice(third + 1, -1)) };
};

/** The columns of a head, and its values. */
export const headColumns = 'r.fingerprint, r.version, r.ord, r.newest, r.revision';
export type HeadTuple = [string, number, string, string | null, number];

export const readHead = ([fingerprint, version, ord, newest, revision]: readonly [...HeadTuple, ...unknown[]]): Head => {
  const order = readOrder(ord);
  return { fingerprint, version, order, newest: newest === null ? order : readOrder(newest), revision };
};

/** The parts of a record and its content that the other columns do not tell, present only where they are not the default. */
interface RecordExtras {
  occurredAt?: string;
  updatedAt?: string;
  firstSeenAt?: string;
  at?: string;
  /** Declared time of the content: true if it equals that of the record, absent if there is none. */
  declared?: string | true;
  rawRef?: RawRef;
  seen?: LaterObservation[];
  /** When the record was deleted: true for the time of its update. */
  deletedAt?: string | true;
}

const isoOf = memoize((ms: number) => new Date(ms).toISOString());
const msOf = memoize(parseTime);
const occurredMsOf = memoize(parseTime);

function parseTime(iso: string): number {
  const { ms } = instantOf(iso);
  return Number.isNaN(ms) ? 0 : ms;
}

/** The records of a page share most of their times, so the last result is nearly always the next one. */
function memoize<A, B>(work: (given: A) => B): (given: A) => B {
  let last: { given: A; result: B } | undefined;
  return (given) => {
    if (last?.given !== given) last = { given, result: work(given) };
    return last.result;
  };
}

const extrasOf = ({ record, content }: RecordWrite, times: { updated: number; occurred: number }): string | null => {
  const more: RecordExtras = {};
  const { updatedAt, occurredAt, firstSeenAt, deletedAt, rawRef } = record;
  if (isoOf(times.updated) !== updatedAt) more.updatedAt = updatedAt;
  if (firstSeenAt !== updatedAt) more.firstSeenAt = firstSeenAt;
  if (defaultOccurred(times.occurred, firstSeenAt) !== occurredAt) more.occurredAt = occurredAt;
  if (content.at !== updatedAt) more.at = content.at;
  if (content.occurredAt !== null) more.declared = content.occurredAt === occurredAt || content.occurredAt;
  if (!isSameRef(content.rawRef, rawRef)) more.rawRef = content.rawRef;
  if (content.seen.length > 0) more.seen = content.seen;
  if (deletedAt !== undefined) more.deletedAt = deletedAt === updatedAt || deletedAt;
  return Object.keys(more).length > 0 ? writeJson(more) : null;
};

/** Returns when a record occurred, from its sort time. */
const defaultOccurred = (occurred: number, firstSeenAt: string): string =>
  occurred === msOf(firstSeenAt) ? firstSeenAt : new Date(occurred).toISOString();

const isSameRef = (a: RawRef, b: RawRef): boolean => a === b || (a.key === b.key && a.itemIndex === b.itemIndex && a.runId === b.runId);

/** The columns of a write, in the order of the values of {@link rowOf}. */
export const writtenColumns = [
  ...['updated', 'occurred', 'version', 'fingerprint', 'ord', 'newest', 'title', 'raw', 'item_index', 'more', 'data', 'deleted'],
];

export type RowValues = [number, number, number, string, string, string | null, string, number, number, string | null, string, 0 | 1];

/** Returns the values of the row of a record. `raw` is the row id of its raw object. */
export const rowOf = (write: RecordWrite, raw: number): RowValues => {
  const { record, content } = write;
  const times = { updated: msOf(record.updatedAt), occurred: occurredMsOf(record.occurredAt) };
  const newest = content.seen.at(-1)?.order;
  return [
    times.updated,
    times.occurred,
    record.version,
    record.fingerprint,
    writeOrder(content.order),
    newest ? writeOrder(newest) : null,
    toOrderText(record.title),
    raw,
    record.rawRef.itemIndex,
    extrasOf(write, times),
    writeJson(record.data),
    record.deletedAt === undefined ? 0 : 1,
  ];
};

/** A whole record as a row, joined with its raw object. */
export interface RecordRow {
  rid: number;
  generation: number;
  key: string;
  updated: number;
  occurred: number;
  revision: number;
  version: number;
  fingerprint: string;
  ord: string;
  newest: string | null;
  title: string;
  item_index: number;
  more: string | null;
  data: string;
  raw_key: string;
  raw_run_id: string;
}

/** Selects {@link RecordRow}s. */
export const selectWhole = 'SELECT r.*, w.key AS raw_key, w.run_id AS raw_run_id';
export const selectRecordsOf = (table: 'records' | 'past'): string => `${selectWhole} FROM ${table} r JOIN raws w ON w.id = r.raw`;
export const selectRecords = selectRecordsOf('records');

/** Reads the record of a row. */
export const readRecord = (row: RecordRow, { source, stream }: Pick<StreamRow, 'source' | 'stream'>): CuratedRecord => {
  const more: RecordExtras = row.more === null ? {} : readJson(row.more);
  const key = fromOrderText(row.key);
  const updatedAt = more.updatedAt ?? isoOf(row.updated);
  const firstSeenAt = more.firstSeenAt ?? updatedAt;
  return {
    id: recordId({ source, stream }, key),
    source,
    stream,
    key,
    occurredAt: more.occurredAt ?? defaultOccurred(row.occurred, firstSeenAt),
    firstSeenAt,
    updatedAt,
    version: row.version,
    fingerprint: row.fingerprint,
    title: fromOrderText(row.title),
    data: readJson(row.data),
    rawRef: { key: fromOrderText(row.raw_key), itemIndex: row.item_index, runId: fromOrderText(row.raw_run_id) },
    ...(more.deletedAt === undefined ? {} : { deletedAt: more.deletedAt === true ? updatedAt : more.deletedAt }),
  };
};

/** Reads the content of the current version of a row. */
export const readContent = (row: RecordRow, record: CuratedRecord): Version => {
  const more: RecordExtras = row.more === null ? {} : readJson(row.more);
  return {
    order: readOrder(row.ord),
    at: more.at ?? record.updatedAt,
    rawRef: more.rawRef ?? { ...record.rawRef },
    fingerprint: record.fingerprint,
    title: record.title,
    occurredAt: more.declared === true ? record.occurredAt : (more.declared ?? null),
    data: record.data,
    ...(record.deletedAt === undefined ? {} : { deleted: true }),
    seen: more.seen ?? [],
  };
};

/** Reads the current version of a row, with its head. */
export const readCurrent = (row: RecordRow, stream: Pick<StreamRow, 'source' | 'stream'>): Current => {
  const record = readRecord(row, stream);
  const head = readHead([row.fingerprint, row.version, row.ord, row.newest, row.revision]);
  return { ...head, record, content: readContent(row, record) };
};
