import type { Problem } from '@twl/contracts';
import { suggest } from '@twl/ports';
import * as z from 'zod';
import { expectation, type JsonSchema } from './expectation';

type Fault = NonNullable<Problem['errors']>[number];
type Path = readonly PropertyKey[];

/** Where parameters stand. */
type Place = 'query' | 'body';

/** So many unknown names are told, and so much of each. */
const told = { names: 20, characters: 200 };

const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

/** A value that was held to a schema. */
export interface Held {
  schema: z.ZodType;
  value: unknown;
  place: Place;
}

/** What zod found wrong with a value, in its order: one sentence for each part, made from the schema that the API's document shows. */
export function validationFaults(issues: readonly z.core.$ZodIssue[], { schema, value, place }: Held): Fault[] {
  const json = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  jsonSchemas.set(schema, json);
  const faults = issues.flatMap((issue) => describe(issue, { json, value, place }));
  // Of several checks that one part fails, the sentence is the same.
  return [...new Map(faults.map((fault) => [fault.path, fault])).values()];
}

interface Checked extends Omit<Held, 'schema'> {
  json: JsonSchema;
}

function describe(issue: z.core.$ZodIssue, checked: Checked): Fault[] {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.path, issue.keys, checked);
  const path = issue.path.join('.');
  const name = path || 'the body';
  if (issue.code === 'custom') return [{ path, message: `${name} ${issue.message}` }];
  const wanted = schemaAt(checked.json, issue.path);
  const must = wanted === undefined ? issue.message : `must be ${expectation(wanted)}`;
  const given = valueAt(checked.value, issue.path);
  if (given === undefined) return [{ path, message: `${name} is missing: it ${must}` }];
  const isRepeated = checked.place === 'query' && Array.isArray(given) && wanted?.type !== 'array';
  return [{ path, message: `${name} ${must}${isRepeated ? ', and given once' : ''}` }];
}

/** Names that the schema does not know, with the one that was perhaps meant, or all that there are. */
function unknownKeys(at: Path, keys: readonly string[], { json, place }: Checked): Fault[] {
  const known = Object.keys(schemaAt(json, at)?.properties ?? {});
  const what = place === 'query' ? 'parameter' : 'field';
  return keys.slice(0, told.names).map((key) => {
    const path = [...at, key.slice(0, told.characters)].join('.');
    const near = suggest(key.slice(0, told.characters), known);
    const others = known.length === 0 ? `there is no ${what} here` : `there are ${known.join(', ')}`;
    return { path, message: `${path} is no ${what} here: ${near ? `did you mean ${near}?` : others}` };
  });
}

function schemaAt(schema: JsonSchema, path: Path): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((at, key) => {
    const inner = typeof key === 'number' ? at?.items : at?.properties?.[String(key)];
    return typeof inner === 'object' && !Array.isArray(inner) ? (inner as JsonSchema) : undefined;
  }, schema);
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined), value);
