import type { JsonObject } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { DraftRequest } from '../exchange/exchange';
import { readSettingText } from '../build/setting';

/** Puts a value at its place in a request. */
export type Inject = (request: DraftRequest, value: string) => void;

const injectIntoBody =
  (kind: 'json' | 'form', path: string[]): Inject =>
  (request, value) => {
    const { body } = request;
    const own =
      body?.kind === kind && typeof body.value === 'object' && body.value !== null && !Array.isArray(body.value) ? body.value : {};
    request.body = { kind, value: withPath(own, path, value) };
  };

const withPath = (object: JsonObject, [key = '', ...rest]: string[], value: string): JsonObject => {
  const below = Object.hasOwn(object, key) ? object[key] : undefined;
  const inner = typeof below === 'object' && below !== null && !Array.isArray(below) ? below : {};
  return Object.fromEntries([...Object.entries(object), [key, rest.length === 0 ? value : withPath(inner, rest, value)]]);
};

/** Header names are compared without case: the credential replaces a header that the manifest wrote with another spelling. */
export const setHeader = (request: DraftRequest, name: string, value: string): void => {
  const others = Object.entries(request.headers).filter(([key]) => key.toLowerCase() !== name.toLowerCase());
  request.headers = Object.fromEntries([...others, [name, value]]);
};

/** Reads a RequestOption: where to put a credential. @throws ManifestError */
export const buildInjection = (node: ComponentNode, context: BuildContext): Inject => {
  const nested = node.texts('field_path').map((part) => context.interpolator.compile(part, node.parameters).text(context.scope()));
  const path = nested.length > 0 ? nested : [readSettingText(node, 'field_name', context) ?? ''];
  if (path.includes('')) throw node.error('RequestOption needs field_name or field_path');
  const where = node.required('inject_into');
  if (where === 'body_json') return injectIntoBody('json', path);
  if (nested.length > 1) throw node.error('field_path with several parts can only be used with inject_into: body_json', 'field_path');
  const [name = ''] = path;
  if (where === 'header') return (request, value) => setHeader(request, name, value);
  if (where === 'request_parameter') return (request, value) => void request.params.set(name, value);
  if (where === 'body_data') return injectIntoBody('form', path);
  throw node.error('inject_into must be one of header, request_parameter, body_data, body_json', 'inject_into');
};
