import type { Json, JsonObject } from '@twl/contracts';
import type { NestedTemplate, Template } from './template';
import type { Scope } from './runtime/scope';

type Evaluate = (scope: Scope) => Json;

/** A structure whose texts, keys included, are templates. */
export class CompiledNested implements NestedTemplate {
  readonly reads = new Set<string>();
  private readonly evaluate: Evaluate;

  constructor(
    value: Json,
    private readonly compile: (text: string) => Template,
  ) {
    this.evaluate = this.build(value);
  }

  value(scope: Scope): Json {
    return this.evaluate(scope);
  }

  private build(value: Json): Evaluate {
    if (typeof value === 'string') {
      const template = this.template(value);
      return (scope) => template.optional(scope);
    }
    if (Array.isArray(value)) {
      const items = value.map((item) => this.build(item));
      return (scope) => items.map((item) => item(scope));
    }
    return typeof value === 'object' && value !== null ? this.mapping(value) : () => value;
  }

  private mapping(value: JsonObject): Evaluate {
    const entries = Object.entries(value).map(([key, item]) => ({ key: this.template(key), item: this.build(item) }));
    return (scope) => Object.fromEntries(entries.map(({ key, item }) => [String(key.optional(scope, 'string') ?? 'None'), item(scope)]));
  }

  private template(text: string): Template {
    const template = this.compile(text);
    template.reads.forEach((name) => this.reads.add(name));
    return template;
  }
}
