import { recordId, type CuratedRecord } from '@twl/contracts';
import { writeJson } from '@twl/json';
import { type Current, type Head, instantOf, type RecordOrder, type RecordWrite, requireValue, type Version } from '@twl/ports';
import type { TableAction, TableItem } from '../../table/action';
import type { Bodies } from '../bodies';
import { keyOfSk, recordKey } from '../keys';
import type { Snapshot } from './counter-shards';

type StoredOrder = [RecordOrder['cursor'], number, number, number];

const writeOrder = ({ cursor, runSeq, pageIndex, itemIndex }: RecordOrder): string =>
  JSON.stringify([cursor, runSeq, pageIndex, itemIndex]);

/** Decodes the order of an observation. */
export const readOrder = (text: string): RecordOrder => {
  const [cursor, runSeq, pageIndex, itemIndex] = JSON.parse(text) as StoredOrder;
  return { cursor, runSeq, pageIndex, itemIndex };
};

/** The time by which a list sorts records. */
export type RecordTime = 'updatedAt' | 'occurredAt';

/** When a record was updated and when it occurred, ms. */
export type RecordTimes = Record<RecordTime, number>;

/** The commit or amendment that last changed what is shown of a record: its number in one of the counter shards. */
export interface WriteStamp {
  shard: number;
  commit: number;
}

/** Fields of a record's item beside its key, its order and its body. */
export interface RecordFields extends RecordTimes, WriteStamp {
  fingerprint: string;
  version: number;
  revision: number;
  /** Where its earlier versions are; undefined for the default. */
  versionSet: string | undefined;
}

/** Attributes of the item. */
interface RecordAttributes {
  f: string;
  v: number;
  o: string;
  n?: string;
  r: number;
  l: number;
  c: number;
  u: number;
  t: number;
  h?: string;
}

/** Reads the fields that lists and decisions need. */
export const readRecordFields = (item: TableItem): RecordFields => {
  const { f: fingerprint, v: version, r: revision, l: shard, c: commit, u, t, h } = item as TableItem & RecordAttributes;
  return { fingerprint, version, revision, shard, commit, updatedAt: u, occurredAt: t, versionSet: h };
};

/** The other parts of a record and its content. Each is stored once, and omitted if it has the default value. */
interface RecordBody {
  /** Present only if the sort key is cut. */
  key?: string;
  title: string;
  data: CuratedRecord['data'];
  ref: CuratedRecord['rawRef'];
  at: string;
  first?: string;
  occurred?: string;
  /** Other parts of the record, and parts of its content that differ from the default. */
  more?: object;
  content?: object;
}

const usualContent = ({ updatedAt, rawRef }: Pick<CuratedRecord, 'updatedAt' | 'rawRef'>): Record<string, unknown> => ({
  at: updatedAt,
  rawRef,
  occurredAt: null,
  seen: [],
});

const makeBody = ({ record, content }: RecordWrite, isKeyCut: boolean): RecordBody => {
  const { id: _id, source: _source, stream: _stream, key, fingerprint: _f, version: _v, title, data, ...rest } = record;
  const { updatedAt: at, firstSeenAt, occurredAt, rawRef: ref, ...more } = rest;
  const { order: _order, fingerprint: _cf, title: _title, data: _data, ...own } = content;
  const usual = usualContent(record);
  const unusual = Object.entries(own).filter(([name, value]) => writeJson(value) !== writeJson(usual[name]));
  return {
    ...(isKeyCut && { key }),
    ...{ title, data, ref, at },
    ...(firstSeenAt !== at && { first: firstSeenAt }),
    ...(occurredAt !== firstSeenAt && { occurred: occurredAt }),
    ...(Object.keys(more).length > 0 && { more }),
    ...(unusual.length > 0 && { content: Object.fromEntries(unusual) }),
  };
};

/** Returns the sort times of a record. */
export const timesOf = ({ updatedAt, occurredAt }: CuratedRecord): RecordTimes => ({
  updatedAt: instantOf(updatedAt).ms || 0,
  occurredAt: instantOf(occurredAt).ms || 0,
});

/** Returns a revision above those of all earlier generations. */
const firstRevision = (gen: string): number => Number(gen.slice(gen.lastIndexOf('.') + 1)) * 2 ** 32;

/** Returns a record as an item of a generation, without its write stamp; `versionSet` is where its earlier versions are. */
export const recordItem = async (
  bodies: Bodies,
  write: RecordWrite,
  { gen, versionSet }: { gen: string; versionSet: string | undefined },
): Promise<TableItem> => {
  const { record, content, expected } = write;
  const { updatedAt: u, occurredAt: t } = timesOf(record);
  const key = recordKey(gen, record.key);
  const newest = content.seen.at(-1)?.order;
  return {
    ...key,
    ...{ f: record.fingerprint, v: record.version, o: writeOrder(content.order) },
    ...(newest && { n: writeOrder(newest) }),
    r: (expected ?? firstRevision(gen)) + 1,
    ...{ u, t },
    ...(versionSet !== undefined && { h: versionSet }),
    ...(await bodies.store(makeBody(write, keyOfSk(key.sk) === undefined))),
  };
};

/** Returns the item with a write stamp. */
export const stampItem = (item: TableItem, { shard, commit }: WriteStamp): TableItem => ({ ...item, l: shard, c: commit });

/** Puts a record if it is still as it was read, with its earlier versions; `before` is their version set. */
export const putRecord = (item: TableItem, { record: { id }, expected }: RecordWrite, before: string | undefined): TableAction => {
  const isSameSet = before === undefined ? 'attribute_not_exists(#h)' : '#h = :before';
  const values = { expected, ...(before !== undefined && { before }) };
  const condition = expected === null ? { text: 'attribute_not_exists(#pk)' } : { text: `#r = :expected AND ${isSameSet}`, values };
  return { is: 'record', id, put: item, if: condition };
};

/** Condition: a record is as it was read. */
export const checkRecord = (item: TableItem): TableAction => ({
  ...{ is: 'record', check: { pk: item.pk, sk: item.sk } },
  if: { text: '#r = :r', values: { r: readRecordFields(item).revision } },
});

export const readHead = (item: TableItem): Head => {
  const { o: order, n: newest = order } = item as TableItem & RecordAttributes;
  const { fingerprint, version, revision } = readRecordFields(item);
  return { fingerprint, version, order: readOrder(order), newest: readOrder(newest), revision };
};

/** Reads the record of an item, with its body. */
const recordOf = (item: TableItem, stream: { source: string; stream: string }, body: RecordBody): CuratedRecord => {
  const { version, fingerprint } = readRecordFields(item);
  const key = keyOfSk(item.sk) ?? requireValue(body.key, 'key in the body of a record whose sort key is cut');
  const firstSeenAt = body.first ?? body.at;
  return {
    id: recordId(stream, key),
    source: stream.source,
    stream: stream.stream,
    key,
    occurredAt: body.occurred ?? firstSeenAt,
    firstSeenAt,
    updatedAt: body.at,
    version,
    fingerprint,
    title: body.title,
    data: body.data,
    rawRef: body.ref,
    ...body.more,
  };
};

export const readRecord = async (bodies: Bodies, item: TableItem, stream: { source: string; stream: string }): Promise<CuratedRecord> =>
  recordOf(item, stream, await bodies.read<RecordBody>(item));

/** Reads the current version of an item. */
export const readCurrent = async (bodies: Bodies, item: TableItem, stream: { source: string; stream: string }): Promise<Current> => {
  const body = await bodies.read<RecordBody>(item);
  const record = recordOf(item, stream, body);
  const head = readHead(item);
  const { fingerprint, title, data, rawRef } = record;
  const content = {
    ...usualContent({ ...record, rawRef: { ...rawRef } }),
    ...{ order: { ...head.order }, fingerprint, title, data },
    ...body.content,
  } as unknown as Version;
  return { ...head, record, content };
};

/** Returns true if a record was last changed before a snapshot was taken; false for a shard that the snapshot lacks. */
export const isWithinSnapshot = (item: TableItem, snapshot: Snapshot): boolean => {
  const { shard, commit } = readRecordFields(item);
  return commit <= (snapshot[shard] ?? -Infinity);
};
