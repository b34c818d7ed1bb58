import type { Json } from '@twl/contracts';
import type { Scope } from './runtime/scope';

/** What `value_type` of an added field can ask for. */
export type ValueType = 'string' | 'number' | 'integer' | 'boolean';

/** A compiled text of a manifest, with or without `{{ }}`. */
export interface Template {
  readonly source: string;
  /** The text without any `{{ }}` or `{% %}` in it: evaluating needs no variables. */
  readonly literal: boolean;
  /** Names of the variables it reads (`response`, `record`, ...), so that what is not read need not be prepared. */
  readonly reads: ReadonlySet<string>;
  /** The value typed as the language does (`"{{ 1 + 1 }}"` is the number 2); a value not of the asked type is given as text. @throws TemplateError */
  value(scope: Scope, type?: ValueType): Json;
  /** The same, but null where the template gives nothing or needs a value that is not there: the parts of mappings. @throws TemplateError */
  optional(scope: Scope, type?: ValueType): Json;
  /** The value as Python's `str()` would show it; a template that gives nothing is the empty string. @throws TemplateError */
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
   * A text that spells a number is made one only where that number writes back to the same text; any other text stays as it is. Always, or
   * for templates that read one of these variables: what a source gave is sent back to it as it wrote it.
   */
  exact?: true | ReadonlySet<string>;
}

/** Compiles templates. `parameters` are the `$parameters` in force where the text stands. */
export interface Interpolator {
  /** @throws TemplateError for bad syntax or an unknown filter or macro */
  compile(text: string, parameters?: Readonly<Record<string, Json>>, options?: CompileOptions): Template;
  /** Texts inside `value` are templates; other values stay as they are. @throws TemplateError */
  compileNested(value: Json, parameters?: Readonly<Record<string, Json>>, options?: CompileOptions): NestedTemplate;
}
