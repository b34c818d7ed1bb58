import type { RecordVersion } from '@twl/contracts';
import { makeRecord } from '@twl/ports/testing';
import { recordAsOf } from './record-as-of';

const at = (minute: number): string => `2026-01-31T12:0${minute}:00.000Z`;

const version = (number: number, minute: number): RecordVersion => {
  const { fingerprint, occurredAt, data, rawRef } = makeRecord();
  return { version: number, validFrom: at(minute), validTo: null, title: `v${number}`, fingerprint, occurredAt, data, rawRef };
};

const shownAt = (versions: RecordVersion[], moment: string): string | undefined =>
  recordAsOf(makeRecord({ version: 3, title: 'v3' }), versions, moment)?.title;

describe('a record as of a moment', () => {
  const versions = [version(3, 5), version(2, 3), version(1, 1)];

  it('is the version that was shown then', () => {
    expect([1, 2, 3, 4, 5, 9].map((minute) => shownAt(versions, at(minute)))).toEqual(['v1', 'v1', 'v2', 'v2', 'v3', 'v3']);
    expect(shownAt(versions, '2026-01-31T13:03:30+01:00')).toBe('v2');
    expect(recordAsOf(makeRecord({ version: 3 }), versions, at(3))).toMatchObject({ version: 2, updatedAt: at(3), id: 'shop.orders.1' });
  });

  it('is nothing before the first one', () => {
    expect(shownAt(versions, at(0))).toBeUndefined();
  });

  it('is the newest that had come, where an older one came late', () => {
    expect(shownAt([version(2, 3), version(1, 5)], at(4))).toBe('v2');
    expect(shownAt([version(2, 3), version(1, 5)], at(6))).toBe('v2');
  });
});
