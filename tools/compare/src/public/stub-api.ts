import type { Answer, Api, Asked } from '../local-api';
import type { ManifestFacts } from './manifest-facts';

const pageMark = 'stub_page';

/** A path that is asked for more often has no more records: paging that the stub does not see must end too. */
const mostPages = 60;

/** Answers anything that a manifest asks for: two records wherever it looks for some, a second page without records, and tokens. */
export const stubApi = (facts: ManifestFacts, base: string): Api => {
  return (asked) => ({ body: bodyFor(asked, facts, base) }) satisfies Answer;
};

const bodyFor = (asked: Asked, facts: ManifestFacts, base: string): unknown => {
  const later = asked.count > mostPages || isLater(asked, facts.tokenFields);
  const page = pageOf(asked, facts.tokenFields);
  const record = (nth: number) => {
    const own = [...facts.fields].map(([name, value]) => [name, typeof value === 'number' ? value + nth + page * 10 : value] as const);
    const made: Record<string, unknown> = Object.fromEntries(own);
    for (const path of facts.nestedFields) put(made, path, facts.fields.get(path.at(-1)!) ?? 'text');
    return made;
  };
  const records = later ? [] : [record(0), record(1)];
  const body: Record<string, unknown> = { ...record(0), access_token: 'stub-token', token: 'stub-token', expires_in: 3600 };
  for (const path of facts.tokenPaths) put(body, path, 'stub-token');
  for (const path of facts.recordPaths.toSorted((a, b) => b.length - a.length)) put(body, path, records);
  for (const path of facts.nextPaths) put(body, path, later ? '' : `${base}${asked.path}?${pageMark}=2`);
  return body;
};

/** Whether it is not the first page that is asked for: one with a token other than 0 and 1. */
const isLater = ({ query, body }: Asked, tokenFields: ReadonlySet<string>): boolean => {
  const given = { ...query, ...sent(body) };
  return Object.entries(given).some(
    ([key, value]) => key === pageMark || (tokenFields.has(key) && !['0', '1', ''].includes(String(value))),
  );
};

/** A first page may be asked for without its number, and the second one by the number 1: they must not be the same. */
const pageOf = ({ query, body }: Asked, tokenFields: ReadonlySet<string>): number =>
  Object.entries({ ...query, ...sent(body) }).some(([key, value]) => tokenFields.has(key) && String(value) === '1') ? 1 : 0;

const sent = (body: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value, ...(value as { variables?: object }).variables } : {};
  } catch {
    return Object.fromEntries(new URLSearchParams(body));
  }
};

/** Puts a value at a path that nothing stands at yet; a wildcard is one element of a list. */
const put = (body: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  let at = body;
  for (const [index, key] of path.entries()) {
    const name = key === '*' ? 'any' : key;
    if (index === path.length - 1) {
      if (key === '*') Object.assign(at, { any: Array.isArray(value) ? value[0] : value });
      else if (typeof at[name] !== 'object') at[name] = value;
      return;
    }
    if (typeof at[name] !== 'object' || at[name] === null || Array.isArray(at[name])) at[name] = {};
    at = at[name] as Record<string, unknown>;
  }
};
