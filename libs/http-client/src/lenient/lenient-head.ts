import { HttpError } from '@twl/ports';

/** How a body ends: after a number of bytes, after its last chunk, with the connection, or before it begins. */
export type Framing = { kind: 'length'; bytes: number } | { kind: 'chunked' } | { kind: 'close' } | { kind: 'none' };

/** The head of a response, rewritten so that a strict parser accepts it. */
export interface CleanHead {
  status: number;
  text: string;
  framing: Framing;
}

const statusLine = /^\s*HTTP\/\d(?:\.\d)?\s+(\d{3})(?:\s+(.*))?$/i;
const token = /^[!#$%&'*+\-.^_`|~\w]+$/;
// The expression looks for control characters.
// eslint-disable-next-line no-control-regex
const control = /[\x00-\x08\x0a-\x1f\x7f]+/g;
const framingNames = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'upgrade', 'trailer']);

/**
 * Parses the lines of a head as curl and browsers do: joins folded lines, replaces control characters by spaces, and drops lines that are
 * not headers. Framing headers are removed and returned separately.
 * @throws HttpError if the text is not HTTP, or has two lengths
 */
export const parseHead = (lines: readonly string[], method: string, what: string): CleanHead => {
  const [, code, reason = ''] = statusLine.exec(lines[0] ?? '') ?? refuseHead(what, 'the response is not HTTP');
  const status = Number(code);
  const headers = headersOf(lines.slice(1));
  const kept = headers.filter(([name]) => !framingNames.has(name.toLowerCase()));
  const packed = codings(headers).filter((coding) => coding !== 'chunked' && coding !== 'identity');
  if (packed.length > 0) kept.push(['transfer-encoding', packed.join(', ')]);
  const text = [`HTTP/1.1 ${code} ${reason.replace(control, ' ')}`, ...kept.map((pair) => pair.join(': ')), 'connection: close'];
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  return { status, text: `${text.join('\r\n')}\r\n\r\n`, framing: hasBody ? framingOf(headers, what) : { kind: 'none' } };
};

const refuseHead = (what: string, why: string): never => {
  throw new HttpError('HTTP_PROTOCOL', `${what}: ${why}`);
};

type Header = [name: string, value: string];

const headersOf = (lines: readonly string[]): Header[] => {
  const headers: Header[] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    const clean = line.replace(control, ' ');
    if (/^[ \t]/.test(line) && last) last[1] = `${last[1]} ${clean.trim()}`;
    else {
      const colon = clean.indexOf(':');
      const name = clean.slice(0, Math.max(0, colon)).trim();
      if (token.test(name)) headers.push([name, clean.slice(colon + 1).trim()]);
    }
  }
  return headers;
};

const valuesOf = (headers: Header[], wanted: string): string[] =>
  headers
    .filter(([name]) => name.toLowerCase() === wanted)
    .flatMap(([, value]) => value.split(','))
    .map((value) => value.trim());

const codings = (headers: Header[]): string[] => valuesOf(headers, 'transfer-encoding').map((coding) => coding.toLowerCase());

/** Chunked takes precedence over a length, as in RFC 9112; a length that is not a number counts as none. */
const framingOf = (headers: Header[], what: string): Framing => {
  if (codings(headers).includes('chunked')) return { kind: 'chunked' };
  const lengths = new Set(
    valuesOf(headers, 'content-length')
      .filter((value) => /^\+?\d{1,15}$/.test(value))
      .map(Number),
  );
  if (lengths.size > 1) refuseHead(what, `the response has ${lengths.size} different lengths`);
  const [bytes] = lengths;
  return bytes === undefined ? { kind: 'close' } : { kind: 'length', bytes };
};
