import { Ajv, type ErrorObject } from 'ajv';
import type { Json, JsonObject } from '@twl/contracts';
import { getKey, isJsonObject, setKey, valueAt, pointerKeys } from '@twl/json';
import { suggest } from '@twl/ports';

/** A value of the config that does not fit the manifest's `spec`. */
export interface ConfigProblem {
  path: string[];
  detail: string;
}

/** Fills in the defaults that a specification names, in a copy. Of alternatives, the one that fits by its constants is taken. */
export const withDefaults = (config: JsonObject, specification: JsonObject): JsonObject => {
  const filled: JsonObject = { ...config };
  const alternatives = specification['oneOf'];
  const fitting = Array.isArray(alternatives) ? alternatives.filter(isJsonObject).find((each) => constantsFit(filled, each)) : undefined;
  for (const schema of fitting ? [specification, fitting] : [specification]) {
    for (const [key, property] of Object.entries(isJsonObject(schema['properties']) ? schema['properties'] : {})) {
      if (!isJsonObject(property)) continue;
      const current = blockOf(getKey(filled, key), property) ?? property['default'];
      if (current !== undefined) setKey(filled, key, isJsonObject(current) ? withDefaults(current, property) : current);
    }
  }
  return filled;
};

/** A key with nothing below it, or with comments only, is an object with nothing in it where an object is called for. */
const blockOf = (value: Json | undefined, { type }: JsonObject): Json | undefined => (value === null && type === 'object' ? {} : value);

const constantsFit = (config: JsonObject, schema: JsonObject): boolean => {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const constants = Object.entries(properties).filter(([, property]) => isJsonObject(property) && property['const'] !== undefined);
  return constants.length > 0 && constants.every(([key, property]) => config[key] === (property as JsonObject)['const']);
};

/** Checks a config against a specification and names every problem. */
export const checkConfig = (config: JsonObject, specification: JsonObject): ConfigProblem[] => {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateSchema: false,
    validateFormats: false,
    allowUnionTypes: true,
    logger: false,
  });
  const { $schema: _schema, ...schema } = specification;
  const validate = ajv.compile(safePatterns(narrowed(schema, config)) as JsonObject);
  validate(config);
  return (validate.errors ?? []).filter((error) => error.keyword !== 'if').map((error) => explain(error, specification, config));
};

/** Where constants say which one of several alternatives is meant, only that one is asked: the others' wishes would confuse. */
const narrowed = (schema: JsonObject, value: Json | undefined): JsonObject => {
  const { oneOf, ...rest } = schema;
  const fitting = isJsonObject(value) && Array.isArray(oneOf) ? oneOf.filter(isJsonObject).filter((each) => constantsFit(value, each)) : [];
  const [alone] = fitting.length === 1 ? fitting : [];
  const own = alone ? { ...rest, allOf: [...(Array.isArray(rest['allOf']) ? rest['allOf'] : []), narrowed(alone, value)] } : schema;
  if (!isJsonObject(own['properties']) || !isJsonObject(value)) return own;
  const properties: JsonObject = {};
  for (const [key, property] of Object.entries(own['properties']))
    setKey(properties, key, isJsonObject(property) ? narrowed(property, getKey(value, key)) : property);
  return { ...own, properties };
};

/** Patterns are checked by ajv with the platform's own engine, so ones that could take for ever are left out. */
export const safePatterns = (schema: Json): Json => {
  if (Array.isArray(schema)) return schema.map(safePatterns);
  if (!isJsonObject(schema)) return schema;
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'pattern' && typeof value === 'string' && !isSafePattern(value)) continue;
    setKey(copy, key, safePatterns(value));
  }
  return copy;
};

const isSafePattern = (pattern: string): boolean => {
  if (pattern.length > 500 || /[+*}]\)?[+*{]|\([^)]*[+*|][^)]*\)[+*{]|\\[1-9]/.test(pattern)) return false;
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};

const explain = (error: ErrorObject, specification: JsonObject, config: JsonObject): ConfigProblem => {
  const path = pointerKeys(error.instancePath);
  if (error.keyword === 'required') {
    const name = (error.params as { missingProperty: string }).missingProperty;
    return { path: [...path, name], detail: 'is needed by the manifest (add it under config)' };
  }
  if (error.keyword === 'additionalProperties') {
    const name = (error.params as { additionalProperty: string }).additionalProperty;
    const near = suggest(name, Object.keys(isJsonObject(specification['properties']) ? specification['properties'] : {}));
    return { path: [...path, name], detail: `is not known to the manifest${near ? ` (did you mean ${near}?)` : ''}` };
  }
  if (error.keyword === 'type' && valueAt(config, path) === null)
    return { path, detail: `has no value yet (it ${error.message ?? 'needs one'})` };
  const values = error.keyword === 'enum' ? `: ${(error.params as { allowedValues: unknown[] }).allowedValues.join(', ')}` : '';
  return { path, detail: `${error.message ?? 'is wrong'}${values}` };
};

/** Paths of the config values that the specification marks as secret. */
export const secretPaths = (specification: Json | undefined, path: string[] = []): string[][] => {
  if (!isJsonObject(specification)) return [];
  const own = specification['airbyte_secret'] === true ? [path] : [];
  const properties = isJsonObject(specification['properties']) ? Object.entries(specification['properties']) : [];
  const alternatives = ['oneOf', 'anyOf', 'allOf'].flatMap((key) => (Array.isArray(specification[key]) ? specification[key] : []));
  return [
    ...own,
    ...properties.flatMap(([key, property]) => secretPaths(property, [...path, key])),
    ...alternatives.flatMap((each) => secretPaths(each, path)),
  ];
};
