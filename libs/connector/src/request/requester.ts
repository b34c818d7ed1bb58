import type { JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { DraftBody } from '../exchange/exchange';
import { withSlice } from '../roles/slice';
import { toPythonLiteral } from './python-text';
import { isParent } from '../build/parent-names';
import { joinUrl } from '../exchange/request-address';
import { buildDeclaredOptions } from './declared-options';
import { sentBack } from './sent-back';
import { combineOptions } from './request-options';
import type { RequestOptions } from '../roles/request-options';
import type { Requester } from '../roles/requester';

/** Builds an `HttpRequester`. */
export const buildHttpRequester = (node: ComponentNode, context: BuildContext): Requester => {
  const template = (name: string) => context.interpolator.compile(node.text(name) ?? '', node.parameters, { exact: sentBack });
  const url = template(node.has('url') ? 'url' : 'url_base');
  if (!node.has('url') && !node.has('url_base')) throw node.error('HttpRequester needs url or url_base');
  const path = template('path');
  const declared = buildDeclaredOptions(node, context);
  const method = (node.text('http_method') ?? 'GET').toUpperCase();
  return {
    authenticator: context
      .with({ requesterUrl: node.text('url') ?? node.text('url_base') })
      .build('authenticator', node.child('authenticator') ?? node.below({ type: 'NoAuth' }, 'authenticator')),
    errorHandler: context.build(
      'errorHandler',
      node.child('error_handler') ?? node.below({ type: 'DefaultErrorHandler' }, 'error_handler'),
    ),
    cached: isCached(node, context),
    draft(location) {
      const token = location.token === null ? null : { next_page_token: location.token };
      const scope = context.scope({ ...withSlice(location.slice), next_page_token: token, ...location.values });
      const own = path.text(scope).replace(/^\/+/, '');
      const base = url.text(scope);
      const options = combineOptions([declared(scope, location.slice), location.options]);
      return {
        method,
        url: location.path?.startsWith('?') ? withQuery(address(base, own), location.path) : address(base, location.path || own),
        headers: texts(options.headers),
        params: params(options.params),
        body: body(options),
      };
    },
  };
};

/** Responses that define partitions are cached unless the manifest says otherwise; others only if it says so. */
const isCached = (node: ComponentNode, { generation, memory, stream }: BuildContext): boolean => {
  if (node.get('use_cache') === false) return false;
  return node.flag('use_cache') || generation === 1 || (generation === 0 && isParent(memory, stream));
};

const address = (base: string, path: string): string => {
  const joined = joinUrl(base, path);
  if (joined === undefined || !URL.canParse(joined))
    throw new ReadFailedError(
      `${JSON.stringify(joined ?? base)} is no address: it must begin with https:// (look at the config that it is made of)`,
    );
  return joined;
};

/** A link of only a query refers to the same URL. */
const withQuery = (whole: string, query: string): string => new URL(query, whole).href;

const texts = (headers: JsonObject): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, toPythonLiteral(value)]));

const params = (options: JsonObject): Map<string, string | string[]> => {
  const map = new Map<string, string | string[]>();
  for (const [name, value] of Object.entries(options)) {
    if (isJsonObject(value)) throw new ReadFailedError(`the query parameter ${name} cannot be a mapping`);
    if (value !== null) map.set(name, Array.isArray(value) ? value.map(toPythonLiteral) : toPythonLiteral(value));
  }
  return map;
};

const body = ({ bodyData, bodyJson }: RequestOptions): DraftBody | undefined => {
  const hasData = typeof bodyData === 'string' ? bodyData !== '' : Object.keys(bodyData).length > 0;
  if (Object.keys(bodyJson).length > 0) {
    if (hasData) throw new ReadFailedError('a request cannot have both a JSON body and a form or text body');
    return { kind: 'json', value: bodyJson };
  }
  if (!hasData) return undefined;
  return typeof bodyData === 'string' ? { kind: 'text', value: bodyData } : { kind: 'form', value: bodyData };
};
