import type { Fault } from './fault';

/** Checks a parameter; returns what is expected if the value is wrong. */
export type Check = (value: unknown) => string | undefined;

const wholeNumberCheck =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? undefined
      : `a whole number from ${String(min)} to ${String(max)}`;

const enumCheck =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value) ? undefined : `one of ${values.map((each) => JSON.stringify(each)).join(', ')}`;

const patternCheck =
  (pattern: RegExp, meaning: string): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : meaning;

const texts: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string')
    ? undefined
    : 'an object of strings';

const size = wholeNumberCheck(0, 1_000_000_000);
const wait = wholeNumberCheck(0, 3_600_000);
const status = wholeNumberCheck(200, 599);

/** Every kind of fault with its parameters. */
export const faultKinds: Record<Fault['kind'], Record<string, Check>> = {
  rate_limit: { retryAfter: size, form: enumCheck('seconds', 'date', 'absurd', 'none') },
  status: { status: wholeNumberCheck(400, 599), retryAfter: size },
  slow: { delayMs: wait },
  drip: { bytesPerSecond: wholeNumberCheck(1, 1_000_000) },
  truncated: { keep: size, gzip: enumCheck(true, false) },
  wrong_length: { by: wholeNumberCheck(-1_000_000, 1_000_000) },
  html: { status },
  empty: {},
  empty_body: {},
  endless: { mode: enumCheck('same', 'new') },
  reset: { keep: size },
  invalid_utf8: {},
  bom: {},
  error_object: { status },
  duplicate_key: { index: size },
  missing_key: { index: size },
  huge_integer: { index: size, digits: patternCheck(/^-?[1-9]\d{0,99}$/, 'a string of up to 100 digits') },
  nulls: {},
  deep: { levels: wholeNumberCheck(1, 200_000) },
  redirect: { to: patternCheck(/^(https?:\/)?\/\S*$/, 'a path or an http address'), status: enumCheck(301, 302, 303, 307, 308) },
};

/** Parameters of every kind. */
export const scopeParameters: Record<string, Check> = { count: wholeNumberCheck(1, 1_000_000), skip: size, where: texts };
