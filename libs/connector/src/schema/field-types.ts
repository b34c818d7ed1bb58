import type { Json, JsonObject } from '@twl/contracts';
import type { ComponentNode } from '../build/component-node';
import type { Interpolator, Template, Scope } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import { TransformError } from '../errors/transform-error';

const schemas: Record<string, JsonObject> = {
  string: { type: ['null', 'string'] },
  boolean: { type: ['null', 'boolean'] },
  date: { type: ['null', 'string'], format: 'date' },
  timestamp_without_timezone: { type: ['null', 'string'], format: 'date-time', airbyte_type: 'timestamp_without_timezone' },
  timestamp_with_timezone: { type: ['null', 'string'], format: 'date-time' },
  time_without_timezone: { type: ['null', 'string'], format: 'time', airbyte_type: 'time_without_timezone' },
  time_with_timezone: { type: ['null', 'string'], format: 'time', airbyte_type: 'time_with_timezone' },
  integer: { type: ['null', 'integer'] },
  number: { type: ['null', 'number'] },
  array: { type: ['null', 'array'] },
  object: { type: ['null', 'object'] },
};

/** The schema of a type by its name in the language. @throws TransformError for an unknown one */
const findType = (type: Json | undefined): JsonObject => {
  const schema = typeof type === 'string' && Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (schema === undefined) {
    throw new TransformError(`the field type ${JSON.stringify(type)} is unknown (there are ${Object.keys(schemas).join(', ')})`);
  }
  return structuredClone(schema);
};

const complex = (type: JsonObject): JsonObject => {
  const { field_type: own, items } = type;
  if (items === undefined || items === null) return findType(own);
  if (own !== 'array') throw new TransformError('items can only be given for an array');
  return { ...findType(own), items: isJsonObject(items) ? complex(items) : findType(items) };
};

const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

interface Rule {
  from: Json | undefined;
  to: Json | undefined;
  condition: Template;
}

/** From the type a source names for a field to a JSON schema, by the manifest's map of types. */
export class FieldTypes {
  private readonly rules: Rule[];

  constructor(identifier: ComponentNode, interpolator: Interpolator) {
    this.rules = identifier.children('types_mapping').map((rule) => ({
      from: rule.get('current_type'),
      to: rule.get('target_type'),
      condition: interpolator.compile(rule.text('condition') ?? 'True', identifier.parameters),
    }));
  }

  /** @throws TransformError for an unknown type */
  schemaOf(type: Json, definition: Json, scope: Scope): JsonObject {
    const inner: Scope = { ...scope, values: { ...scope.values, raw_schema: definition } };
    const rule = this.rules.find(({ from, condition }) => same(from, type) && condition.test(inner));
    const mapped = rule ? rule.to : type;
    if (isJsonObject(mapped)) return complex(mapped);
    if (Array.isArray(mapped) && mapped.length === 2) return { oneOf: mapped.map(findType) };
    return findType(mapped);
  }
}
