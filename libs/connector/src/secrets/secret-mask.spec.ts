import { spellings } from '../testing/spellings';
import fc from 'fast-check';
import { BytesPayload } from '../payload/bytes-payload';
import { ByteMask } from './byte-mask';
import { needlesOf } from './needle';
import { NeedleFinder } from './needle-finder';
import { TextMask } from './secret-mask';

const signs = [...'/+=&%?#"\'\\<> ~é😀:@,!*()[]{}|;$^`-_.', ...'aZ09unx'];
/** Quotes at its ends stay, for they may be those around the text. */
const secretOf = (unit: fc.Arbitrary<string>, minLength = 8) =>
  fc
    .string({ unit, minLength, maxLength: 24 })
    .filter((value) => /^[^"\s].*[^"\s]$/u.test(value) && value.length >= 8 && Buffer.from(value).length >= 8 && !/^\d+$/.test(value));
const anySecret = secretOf(fc.constantFrom(...signs));
const spelling = fc.constantFrom(...Object.keys(spellings));

const maskOf = (...values: string[]): TextMask => {
  const mask = new TextMask();
  for (const value of values) mask.add(value);
  return mask;
};
const bodyOf = async (mask: TextMask, body: string | Buffer, headers = {}): Promise<Buffer> => {
  const masked = await mask.maskBody(new BytesPayload(Buffer.from(body)), { headers });
  if (!masked) return Buffer.from(body);
  const parts: Uint8Array[] = [];
  for await (const part of masked.open()) parts.push(part);
  return Buffer.concat(parts);
};

describe('a secret of every sign', () => {
  it('is found in each spelling, in texts and in bodies', async () => {
    await fc.assert(
      fc.asyncProperty(anySecret, spelling, async (value, name) => {
        const written = spellings[name]!(value);
        const text = `(${written})`;
        expect(maskOf(value).mask(text)).toBe('(***)');
        expect((await bodyOf(maskOf(value), text)).toString()).toBe('(***)');
      }),
      { numRuns: 600 },
    );
  });
});

describe('what has a secret in it', () => {
  const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
    const parts: Buffer[] = [];
    for (let at = 0, index = 0; at < bytes.length; at += sizes[index++ % sizes.length]!)
      parts.push(bytes.subarray(at, at + sizes[index % sizes.length]!));
    return parts;
  };

  it('is masked wherever the bytes are cut', () => {
    fc.assert(
      fc.property(anySecret, spelling, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (value, name, sizes) => {
        const written = spellings[name]!(value);
        const bytes = Buffer.from(`(${written}), [${written}]`);
        const finder = new NeedleFinder(6);
        for (const needle of needlesOf(value)) finder.add(needle);
        const whole = new ByteMask(finder);
        const expected = Buffer.concat(whole.end(bytes)).toString();
        expect(expected).toBe('(***), [***]');
        const pieces = new ByteMask(finder);
        const found = cut(bytes, sizes).flatMap((part) => pieces.push(part));
        expect(Buffer.concat([...found, ...pieces.end()]).toString()).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('stays JSON, and has the secret no more when it is read', () => {
    const unit = fc.constantFrom(...'nu"\\/0e9b\n\té');
    const someSecret = fc.string({ unit, minLength: 8, maxLength: 12 }).filter((value) => value.trim() === value && !/^\d+$/.test(value));
    const digits = (text: string) => text.replace(/(?<![\\u0-9])[09]/g, (char) => `\\u003${char}`);
    const write = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.replaceAll('/', '\\/'),
      (text) => text.replaceAll('é', '\\u00e9'),
      digits,
    );
    fc.assert(
      fc.property(someSecret, fc.array(fc.string({ unit, maxLength: 12 }), { maxLength: 6 }), write, (value, odd, writing) => {
        const strings = odd.flatMap((each) => [each + value, value + each, each + value.slice(1), value.slice(0, -1) + each]);
        const masked = maskOf(value).maskData(writing(JSON.stringify({ strings, [value]: 1, nested: [{ a: strings.at(-1) ?? value }] })));
        expect(JSON.stringify(JSON.parse(masked))).not.toContain(JSON.stringify(value).slice(1, -1));
      }),
      { numRuns: 600 },
    );
  });

  it('is no word that looks like it', () => {
    fc.assert(
      fc.property(anySecret, fc.json(), (value, text) => {
        if (text.includes(value.slice(0, 4))) return;
        expect(maskOf(value).maskData(text)).toBe(text);
      }),
    );
  });

  it('is known inside base64, at each place, in both alphabets, and in what else stands around it', () => {
    fc.assert(
      fc.property(
        secretOf(fc.constantFrom(...signs), 9),
        fc.string({ maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        (value, before, after) => {
          const whole = Buffer.from(`${before}:${value}${after}`);
          for (const text of [
            whole.toString('base64'),
            whole.toString('base64url'),
            encodeURIComponent(whole.toString('base64')),
            whole.toString('base64').replaceAll('/', '\\/'),
          ]) {
            const masked = maskOf(value).mask(`Basic ${text}`);
            const left = Buffer.from(masked.replace('***', ' ').split(' ')[1] ?? '', 'base64').toString();
            // What stands around the secret may itself read like its beginning.
            const isAround = `${before}:${value.slice(0, 1)}`.includes(value.slice(0, 2));
            expect([masked.includes('***'), left.includes(value.slice(0, 2)) && !isAround]).toEqual([true, false]);
          }
        },
      ),
    );
  });
});

describe('a secret of digits alone', () => {
  const mask = maskOf('4815162342');

  it('is masked where it is the whole number, which stays one', () => {
    const masked = mask.maskData(
      '{"a":4815162342,"b":[-4815162342, 4815162342.5],"c":"no 4815162342","d":"4815162342","e":48151623421,"f":"%204815162342"}',
    );
    expect(JSON.parse(masked)).toEqual({ a: 0, b: [-0, 0.5], c: 'no 0', d: '***', e: 48151623421, f: '%200' });
    expect(mask.mask('PIN 4815162342')).toBe('PIN ***');
  });
});

describe('a short secret', () => {
  it('is taken out of texts, but not out of responses, where it could be a word', async () => {
    const mask = maskOf('demo', 'abc');
    expect(mask.mask('it said demo and abc')).toBe('it said *** and abc');
    expect((await bodyOf(mask, '{"name":"demonstration"}')).toString()).toBe('{"name":"demonstration"}');
  });
});

describe('a body', () => {
  const secret = 'c4n4ry/é+s3cret&"z%';
  const gzip = async (text: string) => (await import('node:zlib')).gzipSync(text);

  it('that is packed is looked into, and stays packed', async () => {
    const { gunzipSync } = await import('node:zlib');
    const masked = await bodyOf(maskOf(secret), await gzip(`id,key\n1,${encodeURIComponent(secret)}\n`));
    expect(gunzipSync(masked).toString()).toBe('id,key\n1,***\n');
  });

  it('in UTF-16 is UTF-8 then', async () => {
    const wide = Buffer.from(JSON.stringify([secret]), 'utf16le');
    expect((await bodyOf(maskOf(secret), wide)).toString()).toBe('\ufeff["***"]');
  });

  it('in Latin-1 keeps all its other bytes', async () => {
    expect((await bodyOf(maskOf(secret), Buffer.from(`é${secret}é`, 'latin1'))).toString('latin1')).toBe('é***é');
  });

  it('that was cut in the middle of a secret loses what is left of it', () => {
    expect(maskOf(secret).mask(`it says ${secret.slice(0, -4)}`)).toBe('it says ***');
  });

  it('without a secret is the same one', async () => {
    expect(await maskOf(secret).maskBody(new BytesPayload(Buffer.from('c4n4ry')), { headers: {} })).toBeUndefined();
  });
});

describe('tokens that are made for one request each', () => {
  it('are known for a while, and do not pile up', () => {
    const mask = maskOf('a-secret-of-the-config');
    const token = (at: number) => `token-${at}-of-a-request`;
    for (let at = 0; at < 1000; at++) mask.add(token(at), { isPassing: true });
    expect([mask.mask(token(999)), mask.mask(token(901)), mask.mask(token(1))]).toEqual(['***', '***', token(1)]);
    expect(mask.mask('a-secret-of-the-config')).toBe('***');
  });
});
