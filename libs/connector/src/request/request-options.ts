import type { Json, JsonObject } from '@twl/contracts';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { BuildContext } from '../build/build-context';
import { isJsonObject, setKey } from '@twl/json';
import { requireLast } from '@twl/ports';
import { toPythonLiteral } from './python-text';
import { noOptions, type OptionInjector, type RequestOptions } from '../roles/request-options';

const targets = { request_parameter: 'params', header: 'headers', body_data: 'bodyData', body_json: 'bodyJson' } as const;

/** Builds a `RequestOption`. @throws ManifestError */
export const buildRequestOption = (node: ComponentNode, context: BuildContext): OptionInjector => {
  const target = targets[node.required('inject_into') as keyof typeof targets];
  if (!target) throw node.error(`inject_into must be one of ${Object.keys(targets).join(', ')}`, 'inject_into');
  if (node.has('field_name') === node.has('field_path')) throw node.error('a RequestOption needs either field_name or field_path');
  if (node.has('field_path') && target !== 'bodyJson')
    throw node.error('field_path can be used with inject_into: body_json only', 'field_path');
  const names = node.has('field_path') ? node.texts('field_path') : [node.required('field_name')];
  const path = names.map((name) => context.interpolator.compile(name, node.parameters));
  return { inject: (options, value, scope) => injectAt(options, { target, path: path.map((part) => part.text(scope)) }, value) };
};

const injectAt = (
  options: RequestOptions,
  { target, path }: { target: keyof RequestOptions; path: readonly string[] },
  value: Json,
): void => {
  let object = options[target];
  if (typeof object === 'string') throw new ReadFailedError('a field cannot be put into a request body that is plain text');
  for (const key of path.slice(0, -1)) {
    const below = object[key];
    const next: JsonObject = isJsonObject(below) ? below : {};
    setKey(object, key, next);
    object = next;
  }
  setKey(object, requireLast(path), value);
};

/** Merges the options of several parts. @throws ReadFailedError if two of them set the same field to different values */
export const combineOptions = (parts: RequestOptions[]): RequestOptions =>
  parts.reduce<RequestOptions>(
    (all, part) => ({
      params: mergeFlat(all.params, part.params, 'query parameter'),
      headers: mergeFlat(all.headers, part.headers, 'header'),
      bodyData: mergeBodyData(all.bodyData, part.bodyData),
      bodyJson: mergeDeep(all.bodyJson, part.bodyJson),
    }),
    noOptions(),
  );

/** Options of one component must not write to the same place. @throws ManifestError */
export const refuseSameTarget = (node: ComponentNode, options: Record<string, OptionInjector | undefined>, context: BuildContext): void => {
  const given = Object.entries(options).filter((each): each is [string, OptionInjector] => each[1] !== undefined);
  const written = given.map(([name, option]) => {
    const all = noOptions();
    option.inject(all, name, context.scope());
    return all;
  });
  try {
    combineOptions(written);
  } catch (error) {
    if (!(error instanceof ReadFailedError)) throw error;
    const names = given.map(([name]) => name);
    throw node.error(`${names.join(' and ')} write to the same place (give each a field_name of its own)`, names.at(-1));
  }
};

const clash = (what: string, key: string) => new ReadFailedError(`the ${what} ${key} is set twice, by different parts of the manifest`);

const mergeFlat = (a: JsonObject, b: JsonObject, what: string): JsonObject => {
  const merged = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const known = Object.hasOwn(merged, key) ? merged[key] : undefined;
    if (known !== undefined && toPythonLiteral(known) !== toPythonLiteral(value)) throw clash(what, key);
    setKey(merged, key, value);
  }
  return merged;
};

const mergeBodyData = (a: JsonObject | string, b: JsonObject | string): JsonObject | string => {
  if (typeof a === 'string' || typeof b === 'string') {
    if (hasNoOptions(a)) return b;
    if (hasNoOptions(b)) return a;
    throw new ReadFailedError('a request body that is plain text cannot be merged with fields');
  }
  return mergeFlat(a, b, 'body field');
};

const hasNoOptions = (body: JsonObject | string): boolean => (typeof body === 'string' ? body === '' : Object.keys(body).length === 0);

const mergeDeep = (a: JsonObject, b: JsonObject): JsonObject => {
  const merged = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const mine = merged[key];
    if (isJsonObject(mine) && isJsonObject(value)) setKey(merged, key, mergeDeep(mine, value));
    else if (mine !== undefined && toPythonLiteral(mine) !== toPythonLiteral(value)) throw clash('body field', key);
    else setKey(merged, key, value);
  }
  return merged;
};
