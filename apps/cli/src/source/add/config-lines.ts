import type { Json, JsonObject } from '@twl/contracts';
import { commentOf, keyText, valueText } from './yaml-text';

interface At {
  /** What names of secrets begin with. */
  prefix: string;
  indent: string;
  /** Everything below is shown as a comment. */
  isComment?: boolean;
  depth?: number;
}

const maxDepth = 6;
const maxProperties = 300;

/** The properties of a specification as lines of YAML: what is needed first, the rest as comments with its defaults. */
export const configLines = (specification: JsonObject, at: At): string[] => {
  const required = new Set(Array.isArray(specification['required']) ? specification['required'].map(String) : []);
  const properties = Object.entries(objectOf(specification['properties'])).slice(0, maxProperties);
  const order = ([key, property]: [string, Json]): number => (required.has(key) ? 0 : 1_000_000) + Number(objectOf(property)['order'] ?? 0);
  return properties
    .toSorted((a, b) => order(a) - order(b))
    .flatMap(([key, property]) => propertyLines(key, objectOf(property), { ...at, isRequired: required.has(key) }));
};

const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const propertyLines = (key: string, property: JsonObject, { isRequired, ...at }: At & { isRequired: boolean }): string[] => {
  const { indent, depth = 0 } = at;
  const isComment = at.isComment || !isRequired;
  const mark = isComment ? '# ' : '';
  const about = aboutOf(property, isRequired);
  const head = [`${indent}# ${about}`];
  const alternatives = (Array.isArray(property['oneOf']) ? property['oneOf'] : []).map(objectOf);
  const shape = alternatives[0] ? { ...property, ...alternatives[0] } : property;
  const below = { isComment, prefix: `${at.prefix}_${key}`, indent: `${indent}  `, depth: depth + 1 };
  if (alternatives.length > 1)
    head.push(`${indent}# One of: ${commentOf(alternatives.map((each) => textOf(each['title']) || '?').join(', '))}. This is the first.`);
  if (property['airbyte_secret'] === true)
    return [...head, `${indent}${mark}${keyText(key)}: { secret: ${secretName(`${at.prefix}_${key}`)} }`];
  if (depth < maxDepth && Object.keys(objectOf(shape['properties'])).length > 0) {
    const lines = configLines(withConstants(shape), below);
    const isEmpty = lines.every((line) => line.trimStart().startsWith('#'));
    return [...head, `${indent}${mark}${keyText(key)}:${isEmpty && !isComment ? ' {}' : ''}`, ...lines];
  }
  const value = property['const'] ?? property['default'];
  return [...head, `${indent}${mark}${keyText(key)}:${value === undefined || value === null ? '' : ` ${valueText(value)}`}`];
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
