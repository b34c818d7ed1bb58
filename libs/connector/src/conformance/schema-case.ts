import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';
import { TwlError } from '@twl/ports';
import { safePatterns } from '../source/spec';
import { countOf, failCase, passCase, skipCase, type CaseVerdict } from './case-result';
import type { ReadEvidence } from './cases';
import { firstFew } from './compare-records';

/** Every record fits the schema that the manifest declares. */
export const checkSchema = async ({ stream, full }: ReadEvidence): Promise<CaseVerdict> => {
  let schema: JsonObject | undefined;
  let validate: ValidateFunction;
  try {
    schema = await stream.schema();
    if (!schema) return skipCase('the manifest declares no schema');
    validate = compiled(schema);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return failCase(`the declared schema cannot be ${error instanceof TwlError ? 'read' : 'used'}: ${error.message}`);
  }
  if (full.records.length === 0) return skipCase('there are no records');
  const problems = new Map<string, { count: number; key: string }>();
  for (const { key, data } of full.records) {
    validate(plainNumbers(data));
    for (const problem of new Set((validate.errors ?? []).map(schemaProblemOf))) {
      const known = problems.get(problem);
      if (known) known.count++;
      else problems.set(problem, { count: 1, key });
    }
  }
  if (problems.size > 0)
    return failCase(
      [...problems]
        .slice(0, 5)
        .map(([problem, { count, key }]) => `${problem} (${countOf(count, 'record')}, first ${key})`)
        .join('; '),
    );
  const extra = undeclared(
    schema,
    full.records.map(({ data }) => data),
  );
  const note = extra.length > 0 ? `; not declared: ${firstFew(extra, 8)}` : '';
  return passCase(`${countOf(full.records.length, 'record')} fit${note}`);
};

const compiled = (schema: JsonObject): ValidateFunction => {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, allowUnionTypes: true, logger: false });
  const { $schema: _schema, ...rest } = schema;
  return ajv.compile(safePatterns(rest) as JsonObject);
};

const schemaProblemOf = ({ instancePath, message, params }: ErrorObject): string => {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? '[]' : part));
  const name = (params as { additionalProperty?: string }).additionalProperty;
  return `${path.join('.') || 'the record'} ${message ?? 'is wrong'}${name === undefined ? '' : `: ${name}`}`;
};

const undeclared = (schema: JsonObject, records: JsonObject[]): string[] => {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  return [...new Set(records.flatMap((record) => Object.keys(record)))].filter((key) => !Object.hasOwn(properties, key));
};

/** Converts numbers of any size to plain numbers, for the validator. */
const plainNumbers = (value: Json): Json => {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (!isJsonObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) setKey(copy, key, plainNumbers(item));
  return copy;
};
