import type { Json, JsonObject } from '@twl/contracts';
import { getKey, isJsonObject, setKey } from '@twl/json';
import { defaultCustomTypes, defaultTypes } from './default-types';
import type { SourceMap } from './source-map';

/** How the tree is walked. */
export interface Propagation {
  positions: SourceMap;
  /** `$parameters` of the components above. */
  inherited?: JsonObject;
  /** Parameters from above win over a component's own of the same name. */
  parentWins?: boolean;
}

/**
 * Gives every component its type, if its position implies it, and the `$parameters` of all components above it: as `$parameters`, and as
 * fields that it does not set itself. Returns a copy.
 */
export const propagateTypes = (component: JsonObject, field: string, options: Propagation): JsonObject => {
  const { inherited = {} } = options;
  const { $parameters: own, ...rest } = component;
  const copy: JsonObject = rest;
  options.positions.carry(component, copy, Object.keys(copy));
  if (copy['type'] === undefined) {
    const type = (copy['class_name'] === undefined ? defaultTypes : defaultCustomTypes)[field];
    if (type) copy['type'] = type;
  }
  if (isJsonSchema(copy)) return copy;
  const declared = isJsonObject(own) ? own : {};
  const parameters = options.parentWins ? { ...declared, ...inherited } : { ...inherited, ...declared };
  if (copy['type'] === undefined) return throughUntyped(copy, field, { ...options, inherited: parameters });
  for (const [key, value] of Object.entries(parameters)) {
    if (isEmptyValue(getKey(copy, key))) setKey(copy, key, value);
  }
  for (const [key, value] of Object.entries(copy)) {
    const { [key]: _same, ...below } = parameters;
    setKey(copy, key, descend(value, `${String(copy['type'])}.${key}`, { ...options, inherited: below }));
  }
  if (Object.keys(parameters).length > 0) copy['$parameters'] = parameters;
  return copy;
};

const descend = (value: Json, field: string, options: Propagation): Json => {
  if (isJsonObject(value)) return propagateTypes(value, field, options);
  if (!Array.isArray(value)) return value;
  const list = value.map((item) => (isJsonObject(item) ? propagateTypes(item, field, options) : item));
  options.positions.carry(value, list, list.keys());
  return list;
};

/** An object without a type is no component, but components may stand in it. */
const throughUntyped = (copy: JsonObject, field: string, options: Propagation): JsonObject => {
  for (const [key, value] of Object.entries(copy)) {
    if (isJsonObject(value) && !isEmptyValue(getKey(value, 'type'))) setKey(copy, key, propagateTypes(value, field, options));
  }
  return copy;
};

const isJsonSchema = (component: JsonObject): boolean => {
  const type = component['type'];
  return type === 'object' || (Array.isArray(type) && type.length === 2 && type[0] === 'null' && type[1] === 'object');
};

/** Returns true for falsy values of Python. */
const isEmptyValue = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === 0 ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);
