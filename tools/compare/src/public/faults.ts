import type { Api } from '../local-api';

/** The faults that an API can be given. */
export const faultKinds = ['passing', 'lasting'] as const;
export type AnswerFault = (typeof faultKinds)[number];

const passing = [500, 429, 503, 502, 504];
const lasting = [404, 403, 400, 401, 500, 410, 422];

/** An API that fails: every path the first time it is asked for, or half of all paths always. Which way is decided by the path. */
export const withFaults = (api: Api, kind: AnswerFault): Api => {
  const seen = new Set<string>();
  return (asked) => {
    const number = [...asked.path].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9973, 7);
    const fails = kind === 'passing' ? !seen.has(asked.path) : number % 2 === 0;
    seen.add(asked.path);
    if (!fails) return api(asked);
    const statuses = kind === 'passing' ? passing : lasting;
    const status = statuses[(number >> 1) % statuses.length]!;
    return { status, headers: status === 429 ? { 'retry-after': '1' } : {}, body: { error: { message: 'stub fault', code: status } } };
  };
};
