import type { Json, JsonObject } from '@twl/contracts';
import type { ComponentNode } from '../build/component-node';
import type { Transformation } from '../roles/roles';
import { type Interpolator, type Template, type ValueType, type Scope, ListRow } from '@twl/jinja';
import { setPath } from './set-path';

interface AddedField {
  path: string[];
  value: Template;
  type: ValueType | undefined;
}

const types: readonly string[] = ['string', 'number', 'integer', 'boolean'];

/** Adds fields with values of templates, each only if its condition holds. */
export class AddFields implements Transformation {
  private readonly fields: AddedField[];
  private readonly condition: Template | undefined;

  constructor(node: ComponentNode, interpolator: Interpolator) {
    this.fields = node.children('fields').map((field) => buildField(field, interpolator, { ...node.parameters, ...field.parameters }));
    const condition = node.text('condition') ?? '';
    this.condition = condition === '' ? undefined : interpolator.compile(condition, node.parameters);
  }

  apply(record: JsonObject, scope: Scope): JsonObject {
    for (const { path, value: template, type } of this.fields) {
      const value = template.value(scope, type);
      if (this.holds(scope, { record, value, path })) setPath(record, path, value);
    }
    return record;
  }

  private holds(scope: Scope, known: { record: JsonObject; value: Json; path: string[] }): boolean {
    if (!this.condition) return true;
    const shown = scope.values['record'];
    const record = shown instanceof ListRow ? shown : known.record;
    return this.condition.test({ ...scope, values: { ...scope.values, ...known, record } });
  }
}

const buildField = (node: ComponentNode, interpolator: Interpolator, parameters: JsonObject): AddedField => {
  const path = node.texts('path');
  if (path.length === 0) throw node.error('path must name a field', 'path');
  const type = node.text('value_type');
  if (type !== undefined && !types.includes(type)) throw node.error(`value_type must be one of ${types.join(', ')}`, 'value_type');
  return { path, type: type as ValueType | undefined, value: interpolator.compile(node.required('value'), parameters) };
};
