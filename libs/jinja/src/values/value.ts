import type { JsonObject } from '@twl/contracts';
import type { Evaluation } from '../runtime/evaluation';

/**
 * A Python value inside a template. Integers are `number` when safe, else `bigint`; a float with an integral value is a `Float`,
 * any other float a `number`; `JsonObject` is a dict that came from outside.
 */
export type Value = null | boolean | number | bigint | string | Value[] | JsonObject | PythonObject;

/** Values that JSON has no word for. Templates reach them by the names listed in `attribute` and in no other way. */
export abstract class PythonObject {
  abstract readonly typeName: string;
  abstract repr(): string;
  str(): string {
    return this.repr();
  }
  toString(): string {
    return this.str();
  }
  attribute(_name: string): Value | undefined {
    return undefined;
  }
  truth(): boolean {
    return true;
  }
}

/** Arguments of a call, evaluated. */
export interface Arguments {
  positional: Value[];
  named: Map<string, Value>;
}

/** A float whose value is integral (`2.0`), infinite or NaN, which JavaScript cannot distinguish from an integer. */
export class Float extends PythonObject {
  readonly typeName = 'float';
  constructor(readonly value: number) {
    super();
  }
  repr(): string {
    return reprOfFloat(this.value);
  }
  override truth(): boolean {
    return this.value !== 0;
  }
}

export class Tuple extends PythonObject {
  readonly typeName = 'tuple';
  constructor(readonly items: Value[]) {
    super();
  }
  repr(): string {
    throw new Error('a tuple is shown by repr()');
  }
  override truth(): boolean {
    return this.items.length > 0;
  }
}

/** A dict made inside a template: its keys may be of any simple type. Each is kept under the one form of it and all its equals. */
export class Dict extends PythonObject {
  readonly typeName = 'dict';
  readonly map = new Map<Value, Value>();
  /** The original keys, if they differ from their normalised form. */
  readonly given = new Map<Value, Value>();
  get keys(): Value[] {
    return this.given.size ? this.entries.map(([key]) => key) : [...this.map.keys()];
  }
  get entries(): [Value, Value][] {
    if (!this.given.size) return [...this.map];
    return [...this.map].map(([key, value]) => {
      const given = this.given.get(key);
      return [given === undefined ? key : given, value];
    });
  }
  repr(): string {
    throw new Error('a dict is shown by repr()');
  }
  override truth(): boolean {
    return this.map.size > 0;
  }
}

/** A macro, a method bound to its value, or a function defined in the template. */
export class Callable extends PythonObject {
  readonly typeName = 'function';
  constructor(
    readonly name: string,
    readonly call: (args: Arguments, run: Evaluation) => Value,
  ) {
    super();
  }
  repr(): string {
    return `<function ${this.name}>`;
  }
}

/** A value that is not there. It shows as nothing, and anything else done with it is an error. */
export class Undefined extends PythonObject {
  readonly typeName = 'Undefined';
  constructor(
    readonly what: string,
    readonly unsafe = false,
  ) {
    super();
  }
  repr(): string {
    return 'Undefined';
  }
  override str(): string {
    return '';
  }
  override truth(): boolean {
    return false;
  }
}

/** `namespace()`: an object whose attributes `{% set ns.x = 1 %}` may change. */
export class Namespace extends PythonObject {
  readonly typeName = 'Namespace';
  constructor(readonly values: Map<string, Value>) {
    super();
  }
  repr(): string {
    return '<Namespace>';
  }
  override attribute(name: string): Value | undefined {
    return this.values.get(name);
  }
}

/** Python's `repr` of a float: shortest digits, exponent from 1e16 on and below 1e-4. */
export const reprOfFloat = (value: number): string => {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 16) return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  const plain = String(value);
  if (/^-?\d+$/.test(plain)) return `${plain}.0`;
  return plain.includes('e') ? value.toFixed(Math.max(1, -power + digits.replace(/[-.]/g, '').length - 1)) : plain;
};
