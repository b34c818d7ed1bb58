import type { Json } from '@twl/contracts';
import fc from 'fast-check';
import { pointerStep } from '@twl/json';
import type { Located } from '../../roles/roles';
import { findItems, isIndexStep, isStreamable } from '../../paths/field-path';
import { parseJsonBytes } from './parse-json-bytes';
import { streamDocuments, streamElements, streamItems } from './stream-json';

/** The bytes in pieces of some size, so that every place is once a border. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array, void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

const gather = async (items: AsyncIterable<Located>): Promise<Located[]> => {
  const all: Located[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const gatherAll = async (packs: AsyncIterable<readonly Located[]>): Promise<Located[]> => {
  const all: Located[] = [];
  for await (const items of packs) all.push(...items);
  return all;
};

const whole = (text: string, path: string[]): Located[] => {
  const value = parseJsonBytes(Buffer.from(text));
  return Array.isArray(value) && !isIndexStep(path[0])
    ? value.flatMap((each, at) => [...findItems(each, path, pointerStep(at))])
    : [...findItems(value, path)];
};

const keys = fc.constantFrom('data', 'items', 'a', 'b/c', '0', '1', '__proto__', '~');
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
    fc.constantFrom<Json>(null, true, false, '\ud800', '"', '\\', '[{,]}', 1e-300),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('json')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

const write = (value: Json, space: string): string => {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${space}${value.map((item) => write(item, space)).join(`${space},`)}${space}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}${space}:${space}${write(item, space)}`);
  return `{${space}${members.join(`,${space}`)}${space}}`;
};

describe('streamItems', () => {
  const paths = fc.array(fc.oneof(keys, fc.constant('*')), { maxLength: 3 });

  it('finds what is found in the parsed text, in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(json, paths, fc.integer({ min: 1, max: 40 }), fc.constantFrom('', ' ', '\n\t'), async (value, path, size, space) => {
        fc.pre(isStreamable(path));
        const text = write(value, space);
        expect(await gatherAll(streamItems(pieces(text, size), path))).toEqual(whole(text, path));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['{"data":[1,2', 'TRUNCATED'],
    ['{"data":[{"a":"b', 'TRUNCATED'],
    ['{"data"', 'TRUNCATED'],
    ['{"data":[1,2]', 'TRUNCATED'],
    ['{"data":[1 2]}', 'UNPARSABLE'],
    ['{"data":[1,]}', 'UNPARSABLE'],
    ['{"data":[1,,2]}', 'UNPARSABLE'],
    ['{"data":nonsense}', 'UNPARSABLE'],
    ['{"other":nonsense,"data":[1]}', 'UNPARSABLE'],
    ['{"data":[1]} x', 'UNPARSABLE'],
    ['{data:[1]}', 'UNPARSABLE'],
    ['{"data":[1],"data":[2]}', 'SHAPE'],
    [`{"other":${'['.repeat(65)}${']'.repeat(65)},"data":[]}`, 'TOO_DEEP'],
  ])('refuses %s as %s', async (text, reason) => {
    await expect(gatherAll(streamItems(pieces(text, 3), ['data']))).rejects.toMatchObject({ reason });
  });

  it('refuses an item that is too long to be held, and no other', async () => {
    const chunks = async function* () {
      yield Buffer.from('{"data":["');
      for (let count = 0; count < 17; count++) yield Buffer.alloc(1024 * 1024, 'x');
      yield Buffer.from('",2]}');
    };
    const found = await gatherAll(streamItems(chunks(), ['data']));
    expect(found).toMatchObject([{ value: null, refused: { reason: 'TOO_LARGE' } }, { value: 2 }]);
  });

  it('begins after a byte order mark', async () => {
    expect(await gatherAll(streamItems(pieces('\ufeff{"data":[7]}', 1), ['data']))).toEqual([{ pointer: '/data/0', value: 7 }]);
  });

  it('refuses an empty body', async () => {
    await expect(gatherAll(streamItems(pieces(' \n', 1), ['data']))).rejects.toMatchObject({ reason: 'UNPARSABLE' });
  });
});

describe('streamDocuments', () => {
  it('gives the elements of a list as they are', async () => {
    const found = await gather(streamDocuments(pieces('[[1],{"a":2},3]', 2)));
    expect(found.map(({ value }) => value)).toEqual([[1], { a: 2 }, 3]);
  });
});

describe('streamElements', () => {
  it('looks into lists only', async () => {
    const text = '{"data":{"users":[{"id":1},{"id":2}],"more":[3]},"users":[4]}';
    const found = await gather(streamElements(pieces(text, 5), ['data', 'users']));
    expect(found).toEqual([
      { pointer: '/data/users/0', value: { id: 1 } },
      { pointer: '/data/users/1', value: { id: 2 } },
    ]);
    expect(await gather(streamElements(pieces(text, 5), ['data']))).toEqual([]);
  });
});
