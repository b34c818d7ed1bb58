import type { Json, JsonObject } from '@twl/contracts';
import { commentOf, keyText, valueText } from './yaml-text';

interface LineContext {
  /** Prefix of the names of secrets. */
  prefix: string;
  indent: string;
  depth?: number;
}

const maxDepth = 6;
const maxProperties = 300;

/** Formats the properties of a specification as YAML lines: required ones first, the others as comments with their defaults. */
export const configLines = (specification: JsonObject, at: LineContext): string[] => {
  const required = requiredOf(specification);
  const properties = Object.entries(objectOf(specification['properties'])).slice(0, maxProperties);
  const order = ([key, property]: [string, Json]): number => (required.has(key) ? 0 : 1_000_000) + Number(objectOf(property)['order'] ?? 0);
  return properties
    .toSorted((a, b) => order(a) - order(b))
    .flatMap(([key, property]) => propertyLines(key, objectOf(property), { ...at, isRequired: required.has(key) }));
};

const requiredOf = (specification: JsonObject): Set<string> =>
  new Set(Array.isArray(specification['required']) ? specification['required'].map(String) : []);

const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const propertyLines = (key: string, property: JsonObject, { isRequired, ...at }: LineContext & { isRequired: boolean }): string[] => {
  const { indent, depth = 0 } = at;
  const prefix = `${at.prefix}_${key}`;
  const head = headLines(property, { indent, isRequired });
  const shape = shapeOf(property);
  if (!isRequired) {
    const inner = isGroup(shape, depth) ? innerHeads(shape, { indent, path: keyText(key), depth }) : [];
    return [...head, ...inner, `${indent}# ${keyText(key)}:${spaced(flowText(property, { prefix, depth }))}`];
  }
  if (!isSecret(property) && isGroup(shape, depth))
    return [
      ...head,
      `${indent}${keyText(key)}:`,
      ...configLines(withConstants(shape), { prefix, indent: `${indent}  `, depth: depth + 1 }),
    ];
  return [...head, `${indent}${keyText(key)}:${spaced(flowText(property, { prefix, depth: maxDepth }))}`];
};

const spaced = (text: string): string => (text === '' ? '' : ` ${text}`);

const isSecret = (property: JsonObject): boolean => property['airbyte_secret'] === true;

/** Returns true if the properties of a value get lines of their own. */
const isGroup = (shape: JsonObject, depth: number): boolean => depth < maxDepth && Object.keys(objectOf(shape['properties'])).length > 0;

const alternativesOf = (property: JsonObject): JsonObject[] => (Array.isArray(property['oneOf']) ? property['oneOf'] : []).map(objectOf);

/** Returns the shape of a property; the first of several alternatives. */
const shapeOf = (property: JsonObject): JsonObject => ({ ...property, ...alternativesOf(property)[0] });

const headLines = (
  property: JsonObject,
  { indent, isRequired, path }: { indent: string; isRequired: boolean; path?: string },
): string[] => {
  const alternatives = alternativesOf(property);
  const titles = alternatives.map((each) => asText(each['title']) || '?').join(', ');
  const ways = alternatives.length > 1 ? [`${indent}# One of: ${commentOf(titles)}. The lines show the first.`] : [];
  return [`${indent}# ${path === undefined ? '' : `${commentOf(path, 80)}; `}${describeProperty(property, isRequired)}`, ...ways];
};

/** Describes the inner properties of an optional value that is written on one line. */
const innerHeads = (shape: JsonObject, { indent, path, depth }: { indent: string; path: string; depth: number }): string[] => {
  const required = requiredOf(shape);
  return Object.entries(objectOf(shape['properties']))
    .slice(0, maxProperties)
    .flatMap(([key, value]) => {
      const property = objectOf(value);
      const own = `${path}.${keyText(key)}`;
      const inner = shapeOf(property);
      const deeper = isGroup(inner, depth + 1) ? innerHeads(inner, { indent, path: own, depth: depth + 1 }) : [];
      return [...headLines(property, { indent, isRequired: required.has(key), path: own }), ...deeper];
    });
};

/** Formats the value of a property on one line, including its known inner properties; empty if nothing is known. */
const flowText = (property: JsonObject, { prefix, depth }: { prefix: string; depth: number }): string => {
  if (isSecret(property)) return `{ secret: ${secretName(prefix)} }`;
  const shape = shapeOf(property);
  if (isGroup(shape, depth)) {
    const required = requiredOf(withConstants(shape));
    const parts = Object.entries(objectOf(shape['properties']))
      .slice(0, maxProperties)
      .flatMap(([key, value]) => {
        const text = flowText(objectOf(value), { prefix: `${prefix}_${key}`, depth: depth + 1 });
        if (text === '' && !required.has(key)) return [];
        return [`${keyText(key)}: ${text === '' ? 'null' : text}`];
      });
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  }
  const value = property['const'] ?? property['default'];
  return value === undefined || value === null ? '' : valueText(value);
};

/** Marks constant properties as required, because they distinguish the alternatives. */
const withConstants = (shape: JsonObject): JsonObject => {
  const constants = Object.entries(objectOf(shape['properties'])).flatMap(([key, each]) =>
    objectOf(each)['const'] === undefined ? [] : [key],
  );
  const required = Array.isArray(shape['required']) ? shape['required'] : [];
  return { ...shape, required: [...constants, ...required] };
};

const asText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const describeProperty = (property: JsonObject, isRequired: boolean): string => {
  const title = asText(property['title']);
  const description = asText(property['description']).replace(/<[^>]*>/g, '');
  const values = Array.isArray(property['enum']) ? `one of ${property['enum'].slice(0, 20).map(valueText).join(', ')}` : '';
  const examples =
    Array.isArray(property['examples']) && property['examples'].length > 0 ? `such as ${valueText(property['examples'][0])}` : '';
  const type = [property['type']].flat().filter(Boolean).join(' or ');
  const parts = [isRequired ? 'Required' : 'Optional', commentOf(title, 60), type, values, examples, commentOf(description)];
  return commentOf(parts.filter(Boolean).join('; '), 280);
};

/** Returns the name of a secret, in the form of an environment variable. */
const secretName = (text: string): string => {
  const name = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Z]/.test(name) ? name : `S_${name}`;
};
