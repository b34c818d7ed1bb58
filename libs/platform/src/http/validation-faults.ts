import type { Problem } from '@twl/contracts';
import { suggest } from '@twl/ports';
import * as z from 'zod';
import { describeExpected, type JsonSchema } from './describe-expected';

type Fault = NonNullable<Problem['errors']>[number];
type Path = readonly PropertyKey[];

/** Part of the request. */
type Location = 'query' | 'body';

/** Maximum number of unknown names to report, and of characters of each. */
const limits = { names: 20, characters: 200 };

const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

/** A value that was validated against a schema. */
export interface Validated {
  schema: z.ZodType;
  value: unknown;
  location: Location;
}

/** Describes the issues of zod in order, one sentence per invalid part, from the schema in the API document. */
export function validationFaults(issues: readonly z.core.$ZodIssue[], { schema, value, location }: Validated): Fault[] {
  const json = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  jsonSchemas.set(schema, json);
  const faults = issues.flatMap((issue) => describeIssue(issue, { json, value, location }));
  // Several issues of one part give the same sentence.
  return [...new Map(faults.map((fault) => [fault.path, fault])).values()];
}

interface Checked extends Omit<Validated, 'schema'> {
  json: JsonSchema;
}

function describeIssue(issue: z.core.$ZodIssue, checked: Checked): Fault[] {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.path, issue.keys, checked);
  const path = issue.path.join('.');
  const name = path || 'the body';
  if (issue.code === 'custom') return [{ path, message: `${name} ${issue.message}` }];
  const expected = schemaAt(checked.json, issue.path);
  const must = expected === undefined ? issue.message : `must be ${describeExpected(expected)}`;
  const given = valueAt(checked.value, issue.path);
  if (given === undefined) return [{ path, message: `${name} is missing: it ${must}` }];
  const isRepeated = checked.location === 'query' && Array.isArray(given) && expected?.type !== 'array';
  return [{ path, message: `${name} ${must}${isRepeated ? ', given only once' : ''}` }];
}

/** Reports unknown names, each with a similar known name or all known names. */
function unknownKeys(at: Path, keys: readonly string[], { json, location }: Checked): Fault[] {
  const known = Object.keys(schemaAt(json, at)?.properties ?? {});
  const what = location === 'query' ? 'parameter' : 'field';
  return keys.slice(0, limits.names).map((key) => {
    const path = [...at, key.slice(0, limits.characters)].join('.');
    const near = suggest(key.slice(0, limits.characters), known);
    const others = known.length === 0 ? `no ${what}s are allowed` : `use one of ${known.join(', ')}`;
    return { path, message: `${path} is not a known ${what}: ${near ? `did you mean ${near}?` : others}` };
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
