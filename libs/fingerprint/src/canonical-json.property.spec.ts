import type { Json, JsonObject } from '@twl/contracts';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { toCanonicalJson, createFingerprint } from './index';

/** Number of documents; the full proof takes 100,000. */
const numRuns = Number(process.env['FINGERPRINT_DOCUMENTS'] ?? 20_000);

const trickyKeys = [
  '__proto__',
  'constructor',
  'toJSON',
  '',
  '0',
  '10',
  '9',
  '-1',
  '01',
  'a.b',
  '*',
  '\u0000',
  '\ud83d\ude00',
  '\ufb33',
  'é',
];
const trickyNumbers = [0, -0, 1e21, 1e-7, 123456789012345680000, 5e-324, Number.MAX_VALUE, 0.1, 1 / 3, 2 ** 53, -1e-6];

const key = fc.oneof(
  fc.constantFrom(...trickyKeys),
  fc.string({ maxLength: 4, unit: 'binary' }),
  fc.constantFrom('id', 'name', 'at', 'tags'),
);
const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.constantFrom(...trickyNumbers),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(null, true, false),
);
const entries = (value: fc.Arbitrary<Json>) => fc.array(fc.tuple(key, value), { maxLength: 6 });
const { document } = fc.letrec<{ document: Json; value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, tie('document')),
  document: fc.oneof(
    { maxDepth: 4 },
    fc.array(tie('value'), { maxLength: 5 }),
    entries(tie('value')).map((pairs): JsonObject => Object.fromEntries(pairs)),
  ),
}));

/** The same value with the keys of every object in reverse order. */
const reversed = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
};

/** The value without its volatile fields `id`, `name.at` and `tags.*.at`, by a simple implementation. */
const stripped = (value: Json, path: string): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => stripped(item, `${path}.*`));
  const kept = Object.entries(value).filter(([name]) => !['.id', '.name.at', '.tags.*.at'].includes(`${path}.${name}`));
  return Object.fromEntries(kept.map(([name, inner]) => [name, stripped(inner, `${path}.${name}`)]));
};

const plain = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(0, 1, 'a'),
    fc.array(tie('value'), { maxLength: 2 }),
    fc
      .array(fc.tuple(fc.constantFrom('id', 'name', 'at', 'tags'), tie('value')), { maxLength: 4 })
      .map((pairs) => Object.fromEntries(pairs)),
  ),
})).value;

describe('canonical JSON of any document', () => {
  it('equals that of the reference package, whatever the order of keys', () => {
    fc.assert(
      fc.property(document, (value) => {
        const text = toCanonicalJson(value);
        return text === canonicalize(value) && text === toCanonicalJson(reversed(value));
      }),
      { numRuns },
    );
  });

  it('is a fixed point of reading and writing', () => {
    fc.assert(fc.property(document, (value) => toCanonicalJson(JSON.parse(toCanonicalJson(value)) as Json) === toCanonicalJson(value)));
  });
});

describe('fingerprints of any two documents', () => {
  const of = createFingerprint({ algorithm: 'md5', volatileFields: ['id', 'name.at', 'tags.*.at'] });

  it('are equal exactly when they differ only in volatile fields and in the order of keys', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        const alike = canonicalize(stripped(a, '')) === canonicalize(stripped(b, ''));
        return (of(a) === of(b)) === alike && of(stripped(a, '')) === of(reversed(a));
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  });
});
