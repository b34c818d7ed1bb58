import type { Json } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { DraftRequest } from '../exchange/exchange';
import { readSettingNumber } from '../build/setting';
import { toPythonText } from '@twl/jinja';
import { compileRegex } from './header-number';

/** Decides whether a rule applies to a request, and how many calls the request counts for. */
export interface RequestMatcher {
  matches(request: DraftRequest): boolean;
  readonly weight: number;
}

const asText = (value: Json): string => (typeof value === 'string' ? value : toPythonText(value));

const textsOf = (node: ComponentNode, name: string): [string, string][] =>
  Object.entries(node.object(name) ?? {}).map(([key, value]) => [key, asText(value)]);

const paramsOf = (url: URL, request: DraftRequest): Map<string, string> => {
  const params = new Map(url.searchParams);
  for (const [name, value] of request.params) params.set(name, Array.isArray(value) ? (value.at(-1) ?? '') : value);
  return params;
};

const originAndPath = (text: string): string => {
  const url = URL.parse(text);
  return url ? `${url.origin}${url.pathname}`.replace(/\/+$/, '') : text;
};

const weightOf = (node: ComponentNode, context: BuildContext): number => {
  const weight = readSettingNumber(node, 'weight', context) ?? 1;
  if (!Number.isInteger(weight) || weight < 1) throw node.error(`weight must be a whole number of at least 1, not ${weight}`, 'weight');
  return weight;
};

/** Reads a HttpRequestRegexMatcher: everything it names must agree. @throws ManifestError */
export const buildRequestMatcher = (node: ComponentNode, context: BuildContext): RequestMatcher => {
  const method = node.text('method')?.toUpperCase();
  const base = node.has('url_base') ? originAndPath(node.required('url_base')) : undefined;
  const pattern = node.text('url_path_pattern');
  const path = pattern ? compileRegex(node, 'url_path_pattern', pattern) : undefined;
  const params = textsOf(node, 'params');
  const headers = textsOf(node, 'headers');

  const addressed = (url: URL): boolean => {
    const address = `${url.origin}${url.pathname}`;
    if (base !== undefined && address !== base && !address.startsWith(`${base}/`)) return false;
    return !path || path.matcher(url.pathname.replace(/\/+$/, '')).find();
  };
  const matchesAll = (request: DraftRequest): boolean => {
    const url = URL.parse(request.url);
    if (!url || !addressed(url) || (method && request.method.toUpperCase() !== method)) return false;
    const sent = paramsOf(url, request);
    const sentHeaders = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
    return (
      params.every(([name, value]) => sent.get(name) === value) &&
      headers.every(([name, value]) => sentHeaders.get(name.toLowerCase()) === value)
    );
  };
  return { matches: matchesAll, weight: weightOf(node, context) };
};
