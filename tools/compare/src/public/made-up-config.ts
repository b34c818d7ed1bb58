import { timeIn } from './made-up-values';

/** The parts of a JSON schema that say what a value can be. */
interface Schema {
  type?: string | string[];
  format?: string;
  pattern?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  examples?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
  airbyte_secret?: boolean;
}

/** What a manifest uses its options for. */
export interface OptionUses {
  /** Its addresses begin with it. */
  isAddress: (name: string) => boolean;
  /** The strftime format that its time is read in. */
  formatOf: (name: string) => string | undefined;
}

/** Times that configs are filled with: the beginning of the month before, so that there are few intervals. */
const since = (): Date => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
};

const noUses: OptionUses = { isAddress: () => false, formatOf: () => undefined };

/** A config that satisfies a specification, and the places of its secrets. @param requiredOnly leaves out what need not be set and has no default */
export const madeUpConfig = (
  schema: Schema,
  uses: OptionUses = noUses,
  requiredOnly = false,
): { config: Record<string, unknown>; secrets: string[][] } => {
  const made: Made = { secrets: [], requiredOnly, ...uses };
  return { config: objectOf(schema, [], made), secrets: made.secrets };
};

/** Finds out what a manifest uses its options for. */
export const optionUses = (manifest: string, resolved: unknown): OptionUses => {
  const begin =
    /\b(?:url(?:_base)?|token_refresh_endpoint|login_url|path):\s*(?:>-?\s*|\|-?\s*)?["']?\{\{\s*config(?:\.get\(|\[|\.)\s*['"]?(\w+)/g;
  const names = new Set([...manifest.matchAll(begin)].map((match) => match[1]!));
  const formats = new Map<string, string>();
  visitTimes(resolved, formats);
  return { isAddress: (name) => names.has(name), formatOf: (name) => formats.get(name) };
};

const visitTimes = (value: unknown, formats: Map<string, string>): void => {
  if (typeof value !== 'object' || value === null) return;
  const node = value as Record<string, unknown>;
  for (const side of ['start_datetime', 'end_datetime']) {
    const moment = node[side];
    const { datetime, datetime_format: own } =
      typeof moment === 'string' ? { datetime: moment } : ((moment ?? {}) as Record<string, unknown>);
    const format = own ?? node['datetime_format'];
    const option = /^\s*\{\{\s*config(?:\.|\[\s*['"])(\w+)(?:['"]\s*\])?\s*(?:or .*)?\}\}\s*$/.exec(String(datetime ?? ''))?.[1];
    if (option && typeof format === 'string') formats.set(option, format);
  }
  for (const each of Object.values(node)) visitTimes(each, formats);
};

interface Made extends OptionUses {
  secrets: string[][];
  requiredOnly: boolean;
}

const objectOf = (schema: Schema, path: string[], made: Made): Record<string, unknown> => {
  const choice = (schema.oneOf ?? schema.anyOf)?.[0] ?? {};
  const undeclared = Object.fromEntries((schema.required ?? []).map((name): [string, Schema] => [name, { type: 'string' }]));
  const required = new Set([...(schema.required ?? []), ...(choice.required ?? [])]);
  // Every form fills in defaults, and the constants that say which of several ways is meant; so does our engine the defaults.
  const properties = Object.entries({ ...undeclared, ...schema.properties, ...choice.properties }).filter(
    ([name, each]) => !made.requiredOnly || required.has(name) || each.const !== undefined || each.default !== undefined,
  );
  return Object.fromEntries(properties.map(([name, each]) => [name, valueOf(each, [...path, name], made)]));
};

/** Requests a second that a config may ask for: the comparison is not about pace. */
const fastest = 10_000;

const valueOf = (schema: Schema, path: string[], made: Made): unknown => {
  if (schema.airbyte_secret) made.secrets.push(path);
  if (schema.const !== undefined) return schema.const;
  const type = [schema.type].flat().find((each) => each !== 'null');
  if (type === 'object' || schema.oneOf || schema.properties) return objectOf(schema, path, made);
  const known = schema.default ?? schema.enum?.[0];
  if (type === 'array') return listOf(schema, path, made);
  const isTime = made.formatOf(path.at(-1)!) === '%s';
  const isNumber = type === 'integer' || type === 'number';
  if (known !== undefined && known !== '' && !isTime) return isNumber ? Number(known) : known;
  if (type === 'boolean') return false;
  const examples = Array.isArray(schema.examples) ? (schema.examples as unknown[]) : [schema.examples].filter((each) => each !== undefined);
  if (isTime && isNumber) return Number(timeIn('%s', since()));
  if (isNumber && /rate_?limit/i.test(path.at(-1)!)) return schema.maximum ?? fastest;
  if (isNumber) return schema.minimum ?? (typeof examples[0] === 'number' ? examples[0] : 10);
  const isAddress = made.isAddress(path.at(-1)!) && !examples.some((each) => /^https?:/.test(String(each)));
  return isAddress ? 'https://any.example' : textOf(schema, { name: path.at(-1)!, examples, format: made.formatOf(path.at(-1)!) });
};

/** Left out where no list can be right. */
const listOf = (schema: Schema, path: string[], made: Made): unknown => {
  if (schema.enum) return schema.enum.find(Array.isArray);
  if (Array.isArray(schema.default) && schema.default.length > 0) return schema.default;
  return schema.items ? [valueOf(schema.items, [...path, '0'], made)] : [];
};

interface Text {
  name: string;
  examples: unknown[];
  format: string | undefined;
}

const textOf = ({ format, pattern = '' }: Schema, { name, examples, format: used }: Text): string => {
  const iso = since().toISOString();
  const read = used === undefined ? [] : [String(timeIn(used, since()))];
  const isDate = /date|since|from/i.test(name) || format?.startsWith('date') || /\\d\{4\}|\[0-9\]\{4\}/.test(pattern);
  const dates = [`${iso.slice(0, 19)}Z`, iso, iso.slice(0, 10)].slice(format === 'date' ? 2 : 0);
  const otherDates = ['%Y-%m', '%d-%m-%Y', '%m-%Y', '%d/%m/%Y %H:%M'].map((each) => String(timeIn(each, since())));
  const choice = /\((?:\?:)?(\w+)\|/.exec(pattern)?.[1];
  const fitting = [
    ...read,
    ...(isDate ? dates : []),
    ...examples.map(String),
    ...['abc123', '123', '12', 'abc:123', 'https://any.example.com', 'any.example.com', 'sk_test_abc'],
    ...(choice === undefined ? [] : [choice, `${choice}_abc123`]),
    ...otherDates,
  ];
  try {
    return fitting.find((each) => new RegExp(pattern).test(each)) ?? fitting[0]!;
  } catch {
    return fitting[0]!;
  }
};
