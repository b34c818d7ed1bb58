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

/** The place of a sighting as an item has it. */
export const readOrder = (text: string): RecordOrder => {
  const [cursor, runSeq, pageIndex, itemIndex] = JSON.parse(text) as StoredOrder;
  return { cursor, runSeq, pageIndex, itemIndex };
};

/** Which of its times a record stands at in a list. */
export type RecordTime = 'updatedAt' | 'occurredAt';

/** When a record was updated and when it occurred, ms. */
export type RecordTimes = Record<RecordTime, number>;

/** Which commit or amendment last changed what is shown of a record: its number in one of the counter shards. */
export interface WriteStamp {
  shard: number;
  commit: number;
}

/** What the item of a record says beside its key, its order and its body. */
export interface RecordFields extends RecordTimes, WriteStamp {
  fingerprint: string;
  version: number;
  revision: number;
  /** Where its earlier versions lie; undefined for the usual place. */
  versionSet: string | undefined;
}

/** The attributes of the item. */
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

/** What lists and decisions look at. */
export const readRecordFields = (item: TableItem): RecordFields => {
  const { f: fingerprint, v: version, r: revision, l: shard, c: commit, u, t, h } = item as TableItem & RecordAttributes;
  return { fingerprint, version, revision, shard, commit, updatedAt: u, occurredAt: t, versionSet: h };
};

/** The rest of a record and its content, each thing once, and what is as usual not at all. */
interface RecordBody {
  /** Only where the sort key does not tell it. */
  key?: string;
  title: string;
  data: CuratedRecord['data'];
  ref: CuratedRecord['rawRef'];
  at: string;
  first?: string;
  occurred?: string;
  /** What else a record has, and what is not usual of its content. */
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

/** When a record stands in lists. */
export const timesOf = ({ updatedAt, occurredAt }: CuratedRecord): RecordTimes => ({
  updatedAt: instantOf(updatedAt).ms || 0,
  occurredAt: instantOf(occurredAt).ms || 0,
});

/** Revisions of one generation lie above those of the generations before it. */
const firstRevision = (gen: string): number => Number(gen.slice(gen.lastIndexOf('.') + 1)) * 2 ** 32;

/** A record as an item of a generation, without its write stamp; `versionSet` is where its earlier versions lie. */
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

/** The item under the stamp of a write. */
export const stampItem = (item: TableItem, { shard, commit }: WriteStamp): TableItem => ({ ...item, l: shard, c: commit });

/** Puts a record if it is still as it was read, its earlier versions included: `before` is the set that they lay in. */
export const putRecord = (item: TableItem, { record: { id }, expected }: RecordWrite, before: string | undefined): TableAction => {
  const isSameSet = before === undefined ? 'attribute_not_exists(#h)' : '#h = :before';
  const values = { expected, ...(before !== undefined && { before }) };
  const condition = expected === null ? { text: 'attribute_not_exists(#pk)' } : { text: `#r = :expected AND ${isSameSet}`, values };
  return { is: 'record', id, put: item, if: condition };
};

/** Holds while a record is as it was read. */
export const checkRecord = (item: TableItem): TableAction => ({
  ...{ is: 'record', check: { pk: item.pk, sk: item.sk } },
  if: { text: '#r = :r', values: { r: readRecordFields(item).revision } },
});

export const readHead = (item: TableItem): Head => {
  const { o: order, n: newest = order } = item as TableItem & RecordAttributes;
  const { fingerprint, version, revision } = readRecordFields(item);
  return { fingerprint, version, order: readOrder(order), newest: readOrder(newest), revision };
};

/** The record that an item holds, with the rest of its body. */
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

/** The current version that an item holds. */
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

/** Whether a record was last changed before a snapshot was taken; never in a shard that the snapshot does not have. */
export const isWithinSnapshot = (item: TableItem, snapshot: Snapshot): boolean => {
  const { shard, commit } = readRecordFields(item);
  return commit <= (snapshot[shard] ?? -Infinity);
};
