import type { Json, JsonObject } from '@twl/contracts';
import { ManifestError, type SourceLocation } from '../errors/connector-errors';
import type { TemplateError } from '@twl/jinja';
import { isJsonObject } from '@twl/json';

/** Finds where a key of a resolved object was written; without `key`, where the object was written. */
export type Locate = (owner: Json, key?: string | number) => SourceLocation | undefined;

/** One component of a manifest after `$ref`, `$parameters` and default types are applied; the input of a builder. */
export class ComponentNode {
  constructor(
    readonly properties: JsonObject,
    /** Key path in the manifest: `streams[0].retriever.paginator`. */
    readonly path = '',
    private readonly locate: Locate = () => undefined,
  ) {}

  /** The component's `type`; empty for objects of the language that have none. */
  get type(): string {
    return this.text('type') ?? '';
  }

  /** The `$parameters` in force here. */
  get parameters(): JsonObject {
    const own = this.properties['$parameters'];
    return isJsonObject(own) ? own : {};
  }

  get position(): SourceLocation | undefined {
    return this.locate(this.properties);
  }

  has(name: string): boolean {
    return this.properties[name] !== undefined && this.properties[name] !== null;
  }

  get(name: string): Json | undefined {
    return this.properties[name] ?? undefined;
  }

  /** Returns a text; other scalars are converted to text. @throws ManifestError */
  text(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'object') throw this.error(`${name} must be a text`, name);
    return String(value);
  }

  /** @throws ManifestError when it is absent or no text */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw this.error(`${this.type || 'this'} needs ${name}`);
    return value;
  }

  number(name: string): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    const number = typeof value === 'object' ? NaN : Number(value);
    if (Number.isNaN(number)) throw this.error(`${name} must be a number`, name);
    return number;
  }

  flag(name: string): boolean {
    const value = this.get(name);
    return value === true || value === 'true' || value === 'True';
  }

  /** Returns the elements of a list; a single value is a list of one; an absent one is empty. */
  list(name: string): Json[] {
    const value = this.get(name);
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [value];
  }

  texts(name: string): string[] {
    return this.list(name).map((value) => {
      if (typeof value === 'object' && value !== null) throw this.error(`${name} must be a list of texts`, name);
      return String(value);
    });
  }

  object(name: string): JsonObject | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (!isJsonObject(value)) throw this.error(`${name} must be a mapping`, name);
    return value;
  }

  child(name: string): ComponentNode | undefined {
    const value = this.object(name);
    return value && new ComponentNode(value, this.path ? `${this.path}.${name}` : name, this.locate);
  }

  /** @throws ManifestError when it is absent */
  requiredChild(name: string): ComponentNode {
    const child = this.child(name);
    if (!child) throw this.error(`${this.type || 'this'} needs ${name}`);
    return child;
  }

  /** Returns the components of a list; a single component is a list of one. */
  children(name: string): ComponentNode[] {
    const raw = this.get(name);
    const path = this.path ? `${this.path}.${name}` : name;
    return this.list(name).map((value, index) => {
      const at = Array.isArray(raw) ? `${path}[${index}]` : path;
      if (!isJsonObject(value)) throw this.error(`${at} must be a mapping`, name);
      return new ComponentNode(value, at, this.locate);
    });
  }

  /** The components of a mapping, by key. */
  entries(name: string): [string, ComponentNode][] {
    const path = this.path ? `${this.path}.${name}` : name;
    return Object.entries(this.object(name) ?? {}).map(([key, value]) => {
      if (!isJsonObject(value)) throw this.error(`${path}.${key} must be a mapping`, name);
      return [key, new ComponentNode(value, `${path}.${key}`, this.locate)];
    });
  }

  /** Creates a component that the manifest leaves out, at the position where it would be. */
  below(properties: JsonObject, name: string): ComponentNode {
    return new ComponentNode({ ...properties, $parameters: this.parameters }, this.path ? `${this.path}.${name}` : name, this.locate);
  }

  /** Returns the error of an invalid template in this component or its parts, with its position. */
  templateError(error: TemplateError): ManifestError {
    return this.find(this.properties, error) ?? this.error(error.message);
  }

  private find(value: Json, error: TemplateError, path = this.path): ManifestError | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    for (const [key, item] of Object.entries(value)) {
      if (key === '$parameters') continue;
      const at = Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
      if (item === error.template)
        return new ManifestError(at, error.message, this.locate(value, Array.isArray(value) ? Number(key) : key) ?? this.position);
      const below = this.find(item, error, at);
      if (below) return below;
    }
    return undefined;
  }

  /** A problem of this component, or of one of its keys, with its place in the file. */
  error(detail: string, key?: string): ManifestError {
    const path = key === undefined ? this.path : this.path ? `${this.path}.${key}` : key;
    return new ManifestError(path, detail, this.locate(this.properties, key) ?? this.position);
  }
}
