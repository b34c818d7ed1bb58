import type { Json, JsonObject } from '@twl/contracts';
import { commentOf, keyText, valueText } from './yaml-text';

interface At {
  /** What names of secrets begin with. */
  prefix: string;
  indent: string;
  depth?: number;
}

const maxDepth = 6;
const maxProperties = 300;

/** The properties of a specification as lines of YAML: what is needed first, the rest as comments with its defaults. */
export const configLines = (specification: JsonObject, at: At): string[] => {
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

const propertyLines = (key: string, property: JsonObject, { isRequired, ...at }: At & { isRequired: boolean }): string[] => {
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

/** Whether the lines of what a property holds stand below it. */
const isGroup = (shape: JsonObject, depth: number): boolean => depth < maxDepth && Object.keys(objectOf(shape['properties'])).length > 0;

const alternativesOf = (property: JsonObject): JsonObject[] => (Array.isArray(property['oneOf']) ? property['oneOf'] : []).map(objectOf);

/** Of several ways the first. */
const shapeOf = (property: JsonObject): JsonObject => ({ ...property, ...alternativesOf(property)[0] });

const headLines = (
  property: JsonObject,
  { indent, isRequired, path }: { indent: string; isRequired: boolean; path?: string },
): string[] => {
  const alternatives = alternativesOf(property);
  const titles = alternatives.map((each) => textOf(each['title']) || '?').join(', ');
  const ways = alternatives.length > 1 ? [`${indent}# One of: ${commentOf(titles)}. This is the first.`] : [];
  return [`${indent}# ${path === undefined ? '' : `${commentOf(path, 80)}; `}${aboutOf(property, isRequired)}`, ...ways];
};

/** What an option that stands on one line holds: what each of it is about. */
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

/** The value of a property on one line, with all that it may hold where it is known; empty where nothing is known of it. */
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

/** What tells alternatives apart must be said. */
const withConstants = (shape: JsonObject): JsonObject => {
  const constants = Object.entries(objectOf(shape['properties'])).flatMap(([key, each]) =>
    objectOf(each)['const'] === undefined ? [] : [key],
  );
  const required = Array.isArray(shape['required']) ? shape['required'] : [];
  return { ...shape, required: [...constants, ...required] };
};

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const aboutOf = (property: JsonObject, isRequired: boolean): string => {
  const title = textOf(property['title']);
  const description = textOf(property['description']).replace(/<[^>]*>/g, '');
  const values = Array.isArray(property['enum']) ? `one of ${property['enum'].slice(0, 20).map(valueText).join(', ')}` : '';
  const examples =
    Array.isArray(property['examples']) && property['examples'].length > 0 ? `such as ${valueText(property['examples'][0])}` : '';
  const type = [property['type']].flat().filter(Boolean).join(' or ');
  const parts = [isRequired ? 'Needed' : 'Optional', commentOf(title, 60), type, values, examples, commentOf(description)];
  return commentOf(parts.filter(Boolean).join('; '), 280);
};

/** A name for a secret, like that of an environment variable. */
const secretName = (text: string): string => {
  const name = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Z]/.test(name) ? name : `S_${name}`;
};
