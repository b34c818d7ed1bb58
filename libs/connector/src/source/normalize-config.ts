import type { Json, JsonObject } from '@twl/contracts';
import type { ComponentNode } from '../build/component-node';
import type { Interpolator, Scope } from '@twl/jinja';
import { parseExactJson, getKey, isJsonObject, setKey, valueAt } from '@twl/json';
import { requireLast } from '@twl/ports';
import { createAt } from '../document/set-path';
import { deletePath } from '../transform/delete-path';
import { toPythonLiteral } from '../request/python-text';
import { checkConfig } from './spec';

/** What the rules need for evaluation. */
export interface RuleContext {
  interpolator: Interpolator;
  scope(config: JsonObject): Scope;
}

/** Migrates a config of an older format. Returns a copy. */
export const migrateConfig = (config: JsonObject, rules: ComponentNode | undefined, context: RuleContext): JsonObject =>
  transform(config, rules?.children('config_migrations').flatMap((migration) => migration.children('transformations')) ?? [], context);

/** Adds values that the manifest derives from a config. Returns a copy. */
export const transformConfig = (config: JsonObject, rules: ComponentNode | undefined, context: RuleContext): JsonObject =>
  transform(config, rules?.children('transformations') ?? [], context);

const transform = (config: JsonObject, nodes: ComponentNode[], context: RuleContext): JsonObject => {
  const copy = structuredClone(config);
  for (const node of nodes) {
    const apply = transformations[node.type];
    if (!apply) throw node.error(`${node.type} is not supported as a transformation of the config`, 'type');
    apply(copy, node, context);
  }
  return copy;
};

type Apply = (config: JsonObject, node: ComponentNode, context: RuleContext) => void;

const holds = (config: JsonObject, node: ComponentNode, { interpolator, scope }: RuleContext): boolean =>
  !node.text('condition') || interpolator.compile(node.required('condition')).test(scope(config));

const addFields: Apply = (config, node, context) => {
  for (const field of node.children('fields')) {
    const template = context.interpolator.compile(field.required('value'));
    const scope = context.scope(config);
    const value = field.text('value_type') === 'string' ? template.text(scope) : template.value(scope);
    if (holds(config, node, context)) createAt(config, field.texts('path'), value);
  }
};

const removeFields: Apply = (config, node, context) => {
  if (!holds(config, node, context)) return;
  for (const pointer of node.list('field_pointers')) deletePath(config, (Array.isArray(pointer) ? pointer : [pointer]).map(String));
};

const remapField: Apply = (config, node, { interpolator, scope }) => {
  const path = node.texts('field_path').map((part) => interpolator.compile(part).text(scope(config)));
  const owner = valueAt(config, path.slice(0, -1));
  const map = interpolator.compileNested(node.get('map') ?? {}).value(scope(config));
  if (!isJsonObject(owner) || !isJsonObject(map)) return;
  const value = getKey(owner, requireLast(path));
  const mapped = value === undefined || typeof value === 'object' ? undefined : getKey(map, toPythonLiteral(value));
  if (mapped !== undefined) setKey(owner, requireLast(path), mapped);
};

const transformations: Record<string, Apply | undefined> = {
  ConfigAddFields: addFields,
  ConfigRemapField: remapField,
  ConfigRemoveFields: removeFields,
};

/** Checks a config against the manifest's own validations. */
export const validateConfig = (
  config: JsonObject,
  rules: ComponentNode | undefined,
  context: RuleContext,
): { path: string[]; detail: string }[] =>
  (rules?.children('validations') ?? []).flatMap((node) => {
    const strategy = node.requiredChild('validation_strategy');
    if (strategy.type !== 'ValidateAdheresToSchema')
      throw strategy.error(`${strategy.type} is not supported as a validation of the config`, 'type');
    const schema = readSchema(strategy);
    return subjects(config, node, context).flatMap(({ path, value }) => adheres(value, schema).map((detail) => ({ path, detail })));
  });

const readSchema = (strategy: ComponentNode): JsonObject => {
  const schema = strategy.get('base_schema');
  if (isJsonObject(schema)) return schema;
  try {
    const parsed = parseExactJson(String(schema));
    if (isJsonObject(parsed)) return parsed;
  } catch {
    throw strategy.error('base_schema is not JSON', 'base_schema');
  }
  throw strategy.error('base_schema must be a mapping', 'base_schema');
};

const subjects = (config: JsonObject, node: ComponentNode, { interpolator, scope }: RuleContext): { path: string[]; value: Json }[] => {
  if (node.type === 'PredicateValidator')
    return [{ path: [], value: interpolator.compileNested(node.get('value') ?? null).value(scope(config)) }];
  const path = node.texts('field_path').map((part) => interpolator.compile(part).text(scope(config)));
  return find(config, path, []);
};

const find = (value: Json, path: string[], walked: string[]): { path: string[]; value: Json }[] => {
  const [key, ...rest] = path;
  if (key === undefined) return [{ path: walked, value }];
  if (typeof value !== 'object' || value === null) return [];
  const keys = key === '*' ? Object.keys(value) : [key];
  return keys.flatMap((each) => {
    const below = valueAt(value, [each]);
    return below === undefined ? [] : find(below, rest, [...walked, each]);
  });
};

/** A text is read as JSON first, as the language has it. */
const adheres = (value: Json, schema: JsonObject): string[] => {
  let subject = value;
  if (typeof value === 'string') {
    try {
      subject = parseExactJson(value);
    } catch {
      return ['is no JSON'];
    }
  }
  return checkConfig({ value: subject }, { type: 'object', properties: { value: schema } }).map(({ path, detail }) =>
    [path.slice(1).join('.'), detail].filter(Boolean).join(' '),
  );
};
