import type { Json, JsonObject } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { RecordFilter, SchemaLoader, Transformation } from '../roles/roles';
import type { Template, Scope } from '@twl/jinja';
import { setKey } from '@twl/json';
import { valueAt } from '../paths/field-path';
import { TransformError } from '../errors/transform-error';
import { FieldTypes } from './field-types';
import { readFirstRecord } from './first-record';

/** Builds the schema of a stream from the source's description of its fields. */
export class DynamicSchemaLoader implements SchemaLoader {
  readonly asksSource = true;
  private readonly types: FieldTypes;
  private readonly pointers: Record<'schema_pointer' | 'key_pointer' | 'type_pointer', Template[]>;
  private readonly filter: RecordFilter | undefined;
  private readonly transformations: Transformation[];
  private readonly record: (scope: Scope, signal?: AbortSignal) => Promise<JsonObject | undefined>;
  private loaded: Promise<JsonObject> | undefined;

  constructor(node: ComponentNode, context: BuildContext) {
    const identifier = node.requiredChild('schema_type_identifier');
    const pointer = (name: string): Template[] =>
      identifier.texts(name).map((part) => context.interpolator.compile(part, identifier.parameters));
    this.types = new FieldTypes(identifier, context.interpolator);
    this.pointers = {
      schema_pointer: pointer('schema_pointer'),
      key_pointer: pointer('key_pointer'),
      type_pointer: pointer('type_pointer'),
    };
    const filter = node.child('schema_filter');
    this.filter = filter && context.build('recordFilter', filter);
    this.transformations = node.children('schema_transformations').map((each) => context.build('transformation', each));
    this.record = readFirstRecord(node.requiredChild('retriever'), context);
  }

  load(scope: Scope, signal?: AbortSignal): Promise<JsonObject> {
    this.loaded ??= this.make(scope, signal).catch((error: unknown) => {
      this.loaded = undefined;
      throw error;
    });
    return this.loaded;
  }

  private async make(scope: Scope, signal?: AbortSignal): Promise<JsonObject> {
    const record = await this.record(scope, signal);
    return schemaWith(this.shaped(record ? this.properties(record, scope) : {}, scope));
  }

  private properties(record: JsonObject, scope: Scope): JsonObject {
    const properties: JsonObject = {};
    const definitions = this.at(record, 'schema_pointer', scope);
    for (const definition of Array.isArray(definitions) ? definitions : []) {
      const key = this.at(definition, 'key_pointer', scope);
      if (typeof key !== 'string') throw new TransformError(`the name of a field must be a text, got ${JSON.stringify(key)}`);
      const type = this.pointers.type_pointer.length ? (this.at(definition, 'type_pointer', scope) ?? 'string') : 'string';
      setKey(properties, key, this.types.schemaOf(type, definition, scope));
    }
    return properties;
  }

  private at(value: Json, pointer: 'schema_pointer' | 'key_pointer' | 'type_pointer', scope: Scope): Json | undefined {
    return valueAt(
      value,
      this.pointers[pointer].map((part) => part.text(scope)),
    );
  }

  private shaped(properties: JsonObject, scope: Scope): JsonObject {
    const { filter } = this;
    const kept = filter
      ? Object.fromEntries(Object.entries(properties).filter(([name, schema]) => filter.keep({ [name]: schema }, scope)))
      : properties;
    return this.transformations.reduce(
      (current, each) => each.apply(current, { ...scope, values: { ...scope.values, record: current } }),
      kept,
    );
  }
}

const schemaWith = (properties: JsonObject): JsonObject => ({
  $schema: 'https://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: true,
  properties,
});
