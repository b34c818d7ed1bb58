import type { Json } from '@twl/contracts';
import { TemplateError } from './template-error';
import type { Template, ValueType } from './template';
import type { Scope } from './runtime/scope';
import { Frame } from './evaluate/frame';
import { Evaluation } from './runtime/evaluation';
import { locationOf, type Program } from './program';
import { normalizeSource } from './syntax/lexer';
import { toExactNumber, toTypedText, toTypedValue, writesBack } from './typed';
import { isTypeError, isUndefinedError, PythonError } from './runtime/python-error';
import { str } from './values/text';
import { Undefined, type Value } from './values/value';

const nothing = Symbol('nothing');
const missing = Symbol('missing');

/** Texts that are false in the language. */
const falseTexts = new Set(['False', 'false', '{}', '[]', '()', '', '0', '0.0']);

const isFalse = (value: Json): boolean => {
  if (typeof value === 'string') return falseTexts.has(value);
  if (value === null) return true;
  if (typeof value !== 'object') return Number(value) === 0;
  return Object.keys(value).length === 0;
};

/** Texts that the language reads as values. */
const constants = new Set(['None', 'True', 'False']);

/** A template with the `$parameters` of its place. */
export class CompiledTemplate implements Template {
  readonly source: string;
  readonly literal: boolean;
  readonly reads: ReadonlySet<string>;
  private readonly fixed: Json | undefined;

  constructor(
    private readonly program: Program,
    private readonly parameters: Readonly<Record<string, Json>>,
    private readonly exact = false,
  ) {
    this.source = program.source;
    this.literal = program.constant !== undefined;
    this.reads = program.reads;
    const fixed = program.constant === undefined ? undefined : toTypedText(program.constant);
    this.fixed = typeof fixed === 'object' && fixed !== null ? undefined : fixed;
  }

  value(scope: Scope, type?: ValueType): Json {
    if (this.fixed !== undefined && !type) return this.fixed;
    const result = this.evaluate(scope);
    if (result === missing) throw this.missing(scope);
    return result === nothing ? '' : this.typed(result, type);
  }

  optional(scope: Scope, type?: ValueType): Json {
    if (this.fixed !== undefined && !type) return this.program.constant === '' ? null : this.fixed;
    const result = this.evaluate(scope);
    return result === nothing || result === missing ? null : this.typed(result, type);
  }

  text(scope: Scope): string {
    const value = this.value(scope);
    return typeof value === 'string' ? value : str(value);
  }

  test(scope: Scope): boolean {
    const result = this.evaluate(scope);
    return result !== nothing && result !== missing && !isFalse(this.typed(result));
  }

  /** Evaluates without typing; a type error returns the template's own text, as the language does. */
  private evaluate(scope: Scope): Value | typeof nothing | typeof missing {
    const quick = this.quick(scope);
    if (quick !== undefined) return quick === '' ? nothing : quick;
    const run = new Evaluation(scope, this.parameters);
    try {
      return this.run(run);
    } catch (error) {
      if (isUndefinedError(error)) return missing;
      if (isTypeError(error)) return this.source;
      throw this.failure(error, run.at);
    }
  }

  private typed(value: Value, type?: ValueType): Json {
    try {
      if (this.exact && !this.literal && typeof value === 'string') return this.exactText(value, type);
      return toTypedValue(value, type);
    } catch (error) {
      throw this.failure(error, 0);
    }
  }

  private exactText(text: string, type?: ValueType): Json {
    return toExactNumber(text, type) ?? (this.spells(text) ? toTypedText(text, type) : text);
  }

  /** Returns true if the template itself wrote the text as a value of the language, so that the source did not. */
  private spells(text: string): boolean {
    const { expression } = this.program;
    if (this.opens(text)) return true;
    if (constants.has(text)) return !expression || this.source.includes(text);
    return !/^\s*\{[{%#]/.test(this.source) || (!expression && writesBack(text));
  }

  /** Returns true if the template begins the text of a mapping or list itself, as for the variables of GraphQL. */
  private opens(text: string): boolean {
    const [first = ''] = text.trimStart();
    return (first === '{' || first === '[') && (/\|\s*tojson\b/.test(this.source) || new RegExp(`['"]\\s*\\${first}`).test(this.source));
  }

  private run(run: Evaluation): Value | typeof nothing {
    const frame = new Frame(run);
    const { expression, render } = this.program;
    const value = expression ? expression(frame) : render(frame);
    return value === '' || value instanceof Undefined ? nothing : value;
  }

  /** A simple value under a constant key, without any machinery. */
  private quick({ values }: Scope): Value | undefined {
    const { path } = this.program;
    if (!path) return this.program.constant;
    const object = path.name === 'parameters' && !Object.hasOwn(values, path.name) ? this.parameters : values[path.name];
    if (typeof object !== 'object' || object === null || Array.isArray(object) || !Object.hasOwn(object, path.key)) return undefined;
    if (path.dotted && dictNames.has(path.key)) return undefined;
    const value = (object as Record<string, Json>)[path.key];
    return typeof value === 'object' && value !== null ? undefined : value;
  }

  private failure(error: unknown, at: number): TemplateError {
    if (error instanceof PythonError || error instanceof RangeError) {
      return new TemplateError(this.source, `${error.message} (at ${locationOf(normalizeSource(this.source), at)})`, error);
    }
    throw error;
  }

  private missing(scope: Scope): TemplateError {
    const run = new Evaluation(scope, this.parameters);
    try {
      this.run(run);
    } catch (error) {
      return this.failure(error, run.at);
    }
    return new TemplateError(this.source, 'a value it needs is not there');
  }
}

/** Names after a dot that mean a method of a mapping. */
const dictNames = new Set(['get', 'keys', 'values', 'items', 'copy', 'pop', 'setdefault', 'clear', 'update']);
