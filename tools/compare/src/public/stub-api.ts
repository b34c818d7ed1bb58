import type { LocalAnswer, Api, Asked } from '../local-api';
import { bodyText } from './body-text';
import type { Endpoint, AsyncEndpoint, Paging } from './endpoints';
import { pageAsked, type AskedPage } from './page-asked';
import { put } from './put';

/** What a stub answers from. */
export interface StubFacts {
  /** The closest fit first. */
  endpoints: readonly Endpoint[];
  /** Places in an answer where the token of a login is looked for. */
  tokenPaths: string[][];
}

/** The same request asked for more often has no more records: paging that the stub does not see must end too. */
const mostTimes = 40;

/** More requests than any manifest needs that is read to its end. */
const mostRequests = 50_000;

/** Records of a first page whose size the manifest does not say, or says to be large, or that is read before others. */
const fewRecords = 2;
const largestPage = 50;

/** Answers anything that a manifest asks for: records where it looks for them, a second page that is the last one, and tokens. */
export const stubApi = (facts: StubFacts, base: string): Api => {
  const counts = new Map<string, number>();
  let total = 0;
  return (asked) => {
    const key = JSON.stringify([asked.method, asked.path, asked.pairs, asked.body]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return answer(asked, { facts, base, spent: counts.get(key)! > mostTimes || ++total > mostRequests });
  };
};

interface Given {
  facts: StubFacts;
  base: string;
  spent: boolean;
}

const answer = (asked: Asked, { facts, base, spent }: Given): LocalAnswer => {
  const endpoints = fitting(facts.endpoints, asked.path);
  const paging = endpoints.find((each) => each.paging)?.paging;
  const page = spent ? 'beyond' : pageAsked(asked, paging);
  const body = bodyOf(endpoints, { asked, base, page, paging, tokenPaths: facts.tokenPaths });
  const { format = 'json', packed = false } = endpoints[0] ?? {};
  return bodyText(body, { format, packed, records: recordsOf(endpoints, { page, paging }) });
};

const isLogin = (path: string): boolean => /token|auth|login/i.test(path);

/** All that fit a path as closely as the first one does; an address that may be any is none that one logs in at. */
const fitting = (endpoints: readonly Endpoint[], path: string): Endpoint[] => {
  const all = endpoints.filter(({ address, sure }) => address.test(path) && (sure > 1 || !isLogin(path)));
  return all.filter(({ sure }) => sure === all[0]!.sure);
};

const recordsOf = (endpoints: readonly Endpoint[], { page, paging }: { page: AskedPage; paging: Paging | undefined }): object[] => {
  const isSmall = endpoints.some(({ isParent }) => isParent) || !paging?.pageSize || paging.pageSize > largestPage;
  const size = isSmall ? fewRecords : paging.pageSize;
  const numbers = { first: [...Array(size).keys()], second: [1000], beyond: [] }[page];
  const fields = endpoints.flatMap((each) => each.fields);
  return numbers.map((nth) => {
    const record: Record<string, unknown> = {};
    for (const [path, value] of fields) put(record, path, value(nth));
    return { id: nth + 7, ...record };
  });
};

interface Page {
  asked: Asked;
  base: string;
  page: AskedPage;
  paging: Paging | undefined;
  tokenPaths: string[][];
}

const bodyOf = (endpoints: readonly Endpoint[], { asked, base, page, paging, tokenPaths }: Page): unknown => {
  const records = recordsOf(endpoints, { page, paging });
  const paths = endpoints.flatMap((each) => each.recordPaths).toSorted((a, b) => b.length - a.length);
  const places = [...(paging?.nextPaths ?? []), ...(paging?.stopPaths ?? [])].filter((path) => path[0] !== undefined);
  if (paths.length > 0 && paths.every((path) => path.length === 0) && places.length === 0) return records;
  const isData = paths.some((path) => path.length > 0);
  const body: Record<string, unknown> = isData ? {} : { access_token: 'stub-token', token: 'stub-token', expires_in: 3600, ...records[0] };
  for (const path of isData ? [] : tokenPaths) put(body, path, 'stub-token');
  for (const path of paths) if (path.length > 0) putRecords(body, path, records);
  for (const path of paging?.stopPaths ?? []) put(body, path, moreSaid(path.at(-1)!, page === 'first'));
  for (const path of paging?.nextPaths ?? [])
    put(body, path, page === 'first' ? nextToken(path.at(-1)!, { asked, base, paging: paging! }) : end(asked));
  for (const { job } of endpoints) if (job) putJob(body, job, base);
  return body;
};

const putJob = (body: Record<string, unknown>, { statusPath, done, targetPath }: AsyncEndpoint, base: string): void => {
  if (statusPath.length > 0) put(body, statusPath, done);
  if (targetPath.length > 0) put(body, targetPath, `${base}/stub-result`);
};

/** Records stand in a list; those below a wildcard have an element of the list each. */
const putRecords = (body: Record<string, unknown>, path: readonly string[], records: readonly object[]): void => {
  const at = path.indexOf('*');
  if (at < 0) return put(body, path, records);
  if (at === 0) return put(body, ['any', ...path.slice(1)], records[0]);
  const below = path.slice(at + 1);
  put(body, path.slice(0, at), below.length === 0 ? records : records.map((record) => nested(below, record)));
};

const nested = (path: readonly string[], record: object): object => {
  const holder: Record<string, unknown> = {};
  putRecords(holder, path, [record]);
  return holder;
};

/** What says whether there is more: a flag, or the number of the page or of all pages. */
const moreSaid = (name: string, more: boolean): unknown => {
  if (/more|has|next/i.test(name)) return more;
  if (/last|done|finish|end$/i.test(name)) return !more;
  if (/^(page|current|number|offset|from)|current|page_?number/i.test(name)) return more ? 1 : 2;
  return 2;
};

/** A full address where nothing but it can be followed, else a word or a number. */
const nextToken = (name: string, { asked, base, paging }: { asked: Asked; base: string; paging: Paging }): unknown => {
  if (/page|number|offset|current/i.test(name) && !/next|token|cursor|url|link/i.test(name)) return 1;
  const isAddress = paging.tokenFields.size === 0 || /url|link|href/i.test(name);
  return isAddress ? `${base}${asked.path}?stub_page=2` : 'stub-page-2';
};

/** The end of paging is said in three ways. */
const end = ({ path }: Asked): unknown => ['', null, null][path.length % 3];
