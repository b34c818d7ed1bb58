import type { Asked } from '../local-api';
import type { Paging } from './endpoints';

/** Which page a request asks for. */
export type AskedPage = 'first' | 'second' | 'beyond';

/** Tells the page by its token. A token that the stub did not give out is of a page beyond the last one. */
export const pageAsked = (asked: Asked, paging: Paging | undefined): AskedPage => {
  const values = given(asked);
  if (values.some(([name, value]) => name === 'stub_page' || /stub-page-2|stub_page=2/.test(value))) return 'second';
  if (!paging) return 'first';
  const token = values.find(([name, value]) => paging.tokenFields.has(name) && value !== '')?.[1];
  if (token === undefined || Number(token) === paging.first) return 'first';
  const second = [paging.first + 1, paging.pageSize + paging.first].map(String);
  return second.includes(token) ? 'second' : 'beyond';
};

const given = ({ query, headers, body }: Asked): [string, string][] => [
  ...Object.entries(query),
  ...Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
  ...sent(body),
];

const sent = (body: string): [string, string][] => {
  try {
    return leaves(JSON.parse(body));
  } catch {
    return [...new URLSearchParams(body)];
  }
};

const leaves = (value: unknown): [string, string][] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]): [string, string][] =>
    typeof each === 'object' ? leaves(each) : [[name, String(each)]],
  );
};
