/** The parts of a JSON schema that say what a value can be. */
interface Schema {
  type?: string | string[];
  format?: string;
  pattern?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  minimum?: number;
  airbyte_secret?: boolean;
}

/** Dates that configs are filled with: the beginning of the month before last, so that there are few intervals. */
const since = (): string => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString();
};

/** A config that satisfies a specification, and the places of its secrets. */
export const madeUpConfig = (
  schema: Schema,
  isAddress: (name: string) => boolean = () => false,
): { config: Record<string, unknown>; secrets: string[][] } => {
  const made: Made = { secrets: [], isAddress };
  return { config: objectOf(schema, [], made), secrets: made.secrets };
};

/** The config options that a manifest's addresses begin with. */
export const addressOptions = (manifest: string): ((name: string) => boolean) => {
  const begin = /\burl(?:_base)?:\s*["']?\{\{\s*config(?:\.get\(|\[|\.)\s*['"]?(\w+)/g;
  const names = new Set([...manifest.matchAll(begin)].map((match) => match[1]!));
  return (name) => names.has(name);
};

interface Made {
  secrets: string[][];
  isAddress: (name: string) => boolean;
}

const objectOf = (schema: Schema, path: string[], made: Made): Record<string, unknown> => {
  const choice = schema.oneOf?.[0] ?? {};
  const properties = Object.entries({ ...schema.properties, ...choice.properties });
  return Object.fromEntries(properties.map(([name, each]) => [name, valueOf(each, [...path, name], made)]));
};

const valueOf = (schema: Schema, path: string[], made: Made): unknown => {
  if (schema.airbyte_secret) made.secrets.push(path);
  if (schema.const !== undefined) return schema.const;
  const type = [schema.type].flat().find((each) => each !== 'null');
  if (type === 'object' || schema.oneOf || schema.properties) return objectOf(schema, path, made);
  const known = schema.default ?? schema.enum?.[0];
  if (known !== undefined && known !== '') return known;
  if (type === 'array') return schema.items ? [valueOf(schema.items, [...path, '0'], made)] : [];
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number')
    return schema.minimum ?? (typeof schema.examples?.[0] === 'number' ? schema.examples[0] : 10);
  const isAddress = made.isAddress(path.at(-1)!) && !schema.examples?.some((each) => /^https?:/.test(String(each)));
  return isAddress ? 'https://any.example' : textOf(schema, path.at(-1)!);
};

const textOf = ({ format, pattern = '', examples = [] }: Schema, name: string): string => {
  const candidates = [since().slice(0, 19) + 'Z', since(), since().slice(0, 10), ...examples.map(String), 'abc123', '123'];
  const isDate = /date|since|from/i.test(name) || format?.startsWith('date') || /\\d\{4\}|\[0-9\]\{4\}/.test(pattern);
  const fitting = candidates.slice(isDate ? (format === 'date' ? 2 : 0) : 3);
  try {
    return fitting.find((each) => new RegExp(pattern).test(each)) ?? fitting[0]!;
  } catch {
    return fitting[0]!;
  }
};
