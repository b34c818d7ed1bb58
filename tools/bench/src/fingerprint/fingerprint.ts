import type { JsonObject } from '@twl/contracts';
import { toCanonicalJson, createFingerprint } from '@twl/fingerprint';
import canonicalize from 'canonicalize';
import { recordOf } from '../processing/records';
import { table } from '../table';

const rounds = 40;

/** Nanoseconds per record of the fastest round: the one that nothing else disturbed. */
const fastest = (records: readonly JsonObject[], work: (record: JsonObject) => string): number => {
  let best = Infinity;
  let length = 0;
  for (let round = 0; round < rounds; round++) {
    const started = process.hrtime.bigint();
    for (const record of records) length += work(record).length;
    best = Math.min(best, Number(process.hrtime.bigint() - started) / records.length);
  }
  if (length === 0) throw new Error('nothing was written');
  return best;
};

/** Measures canonical JSON against the package `canonicalize`, on records of about 600 bytes. */
export const benchFingerprint = (): void => {
  const records = Array.from({ length: 5000 }, (_, i) => JSON.parse(JSON.stringify(recordOf(i, 0))) as JsonObject);
  const reference = fastest(records, (record) => canonicalize(record) ?? '');
  const ours = fastest(records, toCanonicalJson);
  const [md5, sha256] = (['md5', 'sha256'] as const).map((algorithm) =>
    fastest(records, createFingerprint({ algorithm, volatileFields: [] })),
  );
  const row = (name: string, nanoseconds: number): string[] => [
    name,
    (nanoseconds / 1000).toFixed(2),
    (reference / nanoseconds).toFixed(1),
  ];
  const rows = [
    row('canonicalize', reference),
    row('toCanonicalJson', ours),
    row('fingerprint, md5', md5!),
    row('fingerprint, sha256', sha256!),
  ];
  process.stdout.write(`${table([['', 'microseconds per record', 'times as fast as canonicalize'], ...rows])}\n`);
};
