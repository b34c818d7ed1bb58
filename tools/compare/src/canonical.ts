import type { Asked } from './local-api';

/** JSON with sorted keys: equal for equal values. Integers beyond 2^53 are written as they are. */
export const canonical = (value: unknown): string => {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
};

/** A request in one line: method, path, sorted query, the headers that count, and the body. */
export const requestLine = (asked: Asked, headers: readonly string[]): string => {
  const query = asked.pairs
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join('&');
  const shown = headers.map((name) => ` ${name}: ${headerText(asked.headers[name])}`).join('');
  const body = asked.body === '' ? '' : ` ${bodyText(asked.body)}`;
  return `${asked.method} ${asked.path}${query ? `?${query}` : ''}${shown}${body}`;
};

const bodyText = (body: string): string => {
  try {
    return canonical(JSON.parse(body));
  } catch {
    return body.split('&').sort().join('&');
  }
};

/** A signed token shows what it says but the times, which differ from one moment to the next. */
const headerText = (value: string | string[] | undefined): string => {
  const text = String(value ?? '-');
  const token = /^(.*?)([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(text);
  if (!token) return text;
  try {
    const [head, claims] = [token[2]!, token[3]!].map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object);
    const { exp, iat, nbf, ...lasting } = claims as Record<string, unknown>;
    const times = Object.entries({ exp, iat, nbf }).flatMap(([name, time]) => (time === undefined ? [] : [name]));
    return `${token[1]}${canonical(head)}.${canonical({ ...lasting, times })}`;
  } catch {
    return text;
  }
};

const runtimeKeys = new Set(['lookback_window', '__ab_full_refresh_sync_complete']);

/** A state without what only says how long the run took or that there is none; null when nothing is left. */
export const lastingState = (state: unknown): unknown => {
  if (typeof state !== 'object' || state === null || '__ab_no_cursor_state_message' in state) return null;
  const kept = Object.entries(state).filter(([key]) => !runtimeKeys.has(key));
  return kept.length === 0 ? null : Object.fromEntries(kept);
};
