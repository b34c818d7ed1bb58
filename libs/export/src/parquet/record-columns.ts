import type { CuratedRecord, Json } from '@twl/contracts';
import { columnOf, type ParquetColumn } from './columns';
import { kinds, type ValueShape } from './shape';

const shapeOf = (found: number): ValueShape => ({ kinds: found, isLarge: false, fields: new Map(), items: undefined });

const text = columnOf(shapeOf(kinds.text));
const integer = columnOf(shapeOf(kinds.integer));

/** A moment in UTC, to the microsecond. */
const moment: ParquetColumn = {
  elements: (name) => [
    { name, type: 'INT64', repetition_type: 'OPTIONAL', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } },
  ],
  convert: (value) => (typeof value === 'string' ? microsOf(value) : undefined),
};

/** Microseconds since 1970; undefined for what is no time. Finer digits are left out. */
const microsOf = (iso: string): bigint | undefined => {
  const ms = Date.parse(iso.replace(/(\.\d{3})\d+/, '$1'));
  const rest = /\.\d{3}(\d{1,3})/.exec(iso)?.[1] ?? '';
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1000n + BigInt(rest.padEnd(3, '0'));
};

const origin: ValueShape = {
  ...shapeOf(kinds.object),
  fields: new Map([
    ['key', shapeOf(kinds.text)],
    ['itemIndex', shapeOf(kinds.integer)],
    ['runId', shapeOf(kinds.text)],
  ]),
};

const named = <Name extends keyof CuratedRecord>(name: Name, column: ParquetColumn) => ({
  name,
  column,
  valueOf: (record: CuratedRecord) => record[name] as unknown as Json | undefined,
});

/** The columns of every record; `data` follows them. */
export const recordColumns = [
  ...(['id', 'source', 'stream', 'key'] as const).map((name) => named(name, text)),
  ...(['occurredAt', 'firstSeenAt', 'updatedAt', 'deletedAt'] as const).map((name) => named(name, moment)),
  named('version', integer),
  ...(['fingerprint', 'title'] as const).map((name) => named(name, text)),
  named('rawRef', columnOf(origin)),
];
