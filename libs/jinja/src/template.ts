import type { Json } from '@twl/contracts';
import type { Scope } from './runtime/scope';

/** The `value_type` of an added field. */
export type ValueType = 'string' | 'number' | 'integer' | 'boolean';

/** A compiled text of a manifest, with or without `{{ }}`. */
export interface Template {
  readonly source: string;
  /** The text without any `{{ }}` or `{% %}` in it: evaluating needs no variables. */
  readonly literal: boolean;
  /** Names of the variables it reads (`response`, `record`, ...), so that unused ones need not be prepared. */
  readonly reads: ReadonlySet<string>;
  /**
   * Returns the value typed as the language does (`"{{ 1 + 1 }}"` is the number 2); a value of another type is returned as text.
   * @throws TemplateError
   */
  value(scope: Scope, type?: ValueType): Json;
  /** The same, but null if the template returns nothing or needs a value that is missing: the parts of mappings. @throws TemplateError */
  optional(scope: Scope, type?: ValueType): Json;
  /** Returns the value as Python's `str()` shows it; the empty string if the template returns nothing. @throws TemplateError */
  text(scope: Scope): string;
  /** Truth in the language's meaning: empty, `False`, `None`, `{}`, `[]`, `0` are false. @throws TemplateError */
  test(scope: Scope): boolean;
}

/** A mapping, list or text whose parts (keys included) are templates. */
export interface NestedTemplate {
  readonly reads: ReadonlySet<string>;
  /** The same structure with everything evaluated; entries that evaluate to null are kept. @throws TemplateError */
  value(scope: Scope): Json;
}

/** How the results of a template are typed. */
export interface CompileOptions {
  /**
   * A number in a text becomes a number only if it writes back to the same text; any other text stays unchanged. True for all templates, or
   * a set of variables: a value of the source is sent back as the source wrote it.
   */
  exact?: true | ReadonlySet<string>;
}

/** Compiles templates. `parameters` are the `$parameters` at the position of the text. */
export interface Interpolator {
  /** @throws TemplateError for bad syntax or an unknown filter or macro */
  compile(text: string, parameters?: Readonly<Record<string, Json>>, options?: CompileOptions): Template;
  /** Texts inside `value` are templates; other values stay as they are. @throws TemplateError */
  compileNested(value: Json, parameters?: Readonly<Record<string, Json>>, options?: CompileOptions): NestedTemplate;
}
