import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { suggest, requireEntry } from '@twl/ports';
import { type SourceLocation, ManifestError } from '../errors/connector-errors';
import type { SourceMap } from '../document/source-map';
import { definitions, type Definition } from './definitions';
import type { Kind } from './kind';

/** Findings in the order of the file: errors, and keys without effect. */
export interface Validation {
  problems: ManifestError[];
  warnings: ManifestError[];
}

/** Checks a propagated manifest against the language. */
export const validateManifest = (manifest: JsonObject, positions: SourceMap): Validation => {
  const validator = new Validator(positions);
  const top = { path: '', at: positions.get(manifest) };
  validator.component(manifest, 'DeclarativeSource', top);
  if (manifest['streams'] === undefined && manifest['dynamic_streams'] === undefined) {
    validator.report(top, 'streams or dynamic_streams is missing');
  }
  return validator;
};

/** Checks one stream, as a template of dynamic streams gave it. */
export const validateStream = (stream: JsonObject, positions: SourceMap, path: string): Validation => {
  const validator = new Validator(positions);
  validator.component(stream, String(stream['type']), { path, at: positions.get(stream) });
  return validator;
};

/** The two definitions whose name differs from their `type`. */
const writtenTypes: Readonly<Record<string, string>> = {
  SessionTokenRequestApiKeyAuthenticator: 'ApiKey',
  SessionTokenRequestBearerAuthenticator: 'Bearer',
};

const typeOf = (name: string): string => writtenTypes[name] ?? name;

const knownTypes: ReadonlySet<string> = new Set([...definitions.keys()].map(typeOf));

/** Descriptive keys: a misspelling there has no effect. */
const descriptive = new Set(['Spec']);

/** Where a value stands in the manifest: by its path, and by line and column where they are known. */
interface TextPosition {
  path: string;
  at: SourceLocation | undefined;
}

/** The place of a component, and its name. */
type NamedPosition = TextPosition & { name: string };

class Validator implements Validation {
  readonly problems: ManifestError[] = [];
  readonly warnings: ManifestError[] = [];
  /** A definition that is referred to from many places is reported once. */
  private readonly seen = new Set<string>();

  constructor(private readonly positions: SourceMap) {}

  report({ path, at }: TextPosition, detail: string, list = this.problems): void {
    const key = at ? `${at.line}:${at.column}:${detail}` : `${path}:${detail}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    list.push(new ManifestError(path, detail, at));
  }

  component(value: JsonObject, name: string, position: TextPosition): void {
    const definition = requireEntry(definitions, name);
    if (definition.alias) return this.value(value, definition.alias, position);
    this.properties(value, definition, { ...position, name });
  }

  private properties(value: JsonObject, definition: Exclude<Definition, { alias: Kind }>, where: NamedPosition) {
    const { path, at, name } = where;
    const inherited = isJsonObject(value['$parameters']) ? value['$parameters'] : {};
    for (const [key, { required }] of definition.properties) {
      if (required && (value[key] === undefined || value[key] === null)) this.missing(value, key, where);
    }
    for (const [key, content] of Object.entries(value)) {
      const property = definition.properties.get(key);
      const below = path ? `${path}.${key}` : key;
      const position = this.positions.get(value, key) ?? at;
      if (property && content !== null) {
        if ('is' in property.kind) this.value(content, property.kind, { path: below, at: position });
        else if (isJsonObject(content) && !property.kind.alias)
          this.properties(content, property.kind, { path: below, at: position, name: key });
      } else if (!property && !key.startsWith('$') && key !== 'type' && !Object.hasOwn(inherited, key) && !name.startsWith('Custom')) {
        this.unknown({ key, content, value, definition }, { path: below, at: position, name });
      }
    }
  }

  /** An unknown key has no effect; it is reported if it is probably misspelled or holds an unknown component. */
  private unknown(
    {
      key,
      content,
      value,
      definition,
    }: { key: string; content: Json; value: JsonObject; definition: Exclude<Definition, { alias: Kind }> },
    { path, at, name }: NamedPosition,
  ): void {
    const type = isJsonObject(content) ? content['type'] : undefined;
    if (typeof type === 'string' && /^[A-Z]\w+$/.test(type) && !knownTypes.has(type)) {
      const position = this.positions.get(content as JsonObject, 'type') ?? at;
      return this.report(
        { path: `${path}.type`, at: position },
        `${type} is not known here, nor is ${key} (remove it, or use a newer version)`,
      );
    }
    const unset = [...definition.properties.keys()].filter((known) => value[known] === undefined);
    const near = suggest(key, unset);
    const list = near && !descriptive.has(name) ? this.problems : this.warnings;
    this.report({ path, at }, `${name} has no ${key}${near ? ` (did you mean ${near}?)` : ', so it has no effect (remove it)'}`, list);
  }

  private missing(value: JsonObject, key: string, { path, at, name }: NamedPosition): void {
    const near = suggest(key, Object.keys(value));
    const position = near ? (this.positions.get(value, near) ?? at) : at;
    const detail = `${name} needs ${key}${near ? ` (did you misspell it as ${near}?)` : ''}`;
    this.report({ path: path ? `${path}.${key}` : key, at: position }, detail);
  }

  private value(value: Json, kind: Kind, position: TextPosition): void {
    const { path, at } = position;
    if (kind.is === 'any') return;
    if (kind.is === 'list' && Array.isArray(value)) {
      value.forEach((item, index) => this.value(item, kind.of, { path: `${path}[${index}]`, at: this.positions.get(value, index) ?? at }));
    } else if (kind.is === 'map' && isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (key !== '$parameters') this.value(item, kind.of, { path: `${path}.${key}`, at: this.positions.get(value, key) ?? at });
      }
    } else if (kind.is === 'component') this.named(value, [kind.name], position);
    else if (kind.is === 'oneOf') this.either(value, kind.kinds, position);
    else if (!fitsKind(value, kind)) this.report(position, `${formatValue(value)} is not ${describeKinds(kind)}`);
  }

  private either(value: Json, kinds: Kind[], position: TextPosition): void {
    const flat = kinds.map((kind) => (kind.is === 'component' ? (definitions.get(kind.name)?.alias ?? kind) : kind));
    const names = flat.filter((kind) => kind.is === 'component').map((kind) => kind.name);
    if (isJsonObject(value) && names.length > 0 && (typeof value['type'] === 'string' || !flat.some((kind) => kind.is === 'map'))) {
      return this.named(value, names, position);
    }
    const fitting = flat.find((kind) => fitsKind(value, kind)) ?? flat.find((kind) => kind.is === 'list' && Array.isArray(value));
    if (fitting) return this.value(value, fitting, position);
    const word =
      typeof value === 'string'
        ? suggest(
            value,
            flat.flatMap((kind) => (kind.is === 'word' ? [kind.word] : [])),
          )
        : undefined;
    this.report(position, `${formatValue(value)} is not ${flat.map(describeKinds).join(' or ')}${word ? ` (did you mean ${word}?)` : ''}`);
  }

  private named(value: Json, names: string[], position: TextPosition): void {
    const { path, at } = position;
    const [only] = names.length === 1 ? names : [];
    const alias = only ? definitions.get(only)?.alias : undefined;
    if (alias) return this.value(value, alias, position);
    if (!isJsonObject(value)) return this.report(position, `${formatValue(value)} is not a ${names.join(' or ')}`);
    const type = value['type'];
    const typeAt = this.positions.get(value, 'type') ?? at;
    if (type === undefined && only) return this.component(value, only, position);
    if (typeof type !== 'string') return this.report({ path, at: typeAt }, `type is missing (use one of ${names.join(', ')})`);
    const name = names.find((each) => typeOf(each) === type);
    if (name) return this.component(value, name, position);
    const known = names.map(typeOf);
    const near = suggest(type, known);
    const detail = `${type} is not allowed here (${near ? `did you mean ${near}?` : `use one of ${known.join(', ')}`})`;
    this.report({ path: `${path}.type`, at: typeAt }, detail);
  }
}

/** Returns true if a value has the outer shape of a kind. Texts with `{{` can be templates, so they pass for numbers and enums. */
const fitsKind = (value: Json, kind: Kind): boolean => {
  switch (kind.is) {
    case 'any':
      return true;
    case 'list':
      return Array.isArray(value) && value.every((item) => fitsKind(item, kind.of));
    case 'map':
    case 'component':
      return isJsonObject(value);
    case 'oneOf':
      return kind.kinds.some((each) => fitsKind(value, each));
    case 'word':
      return value === kind.word || (typeof value === 'string' && value.includes('{{'));
    case 'scalar':
      return fitsScalar(value, kind.name);
  }
};

const fitsScalar = (value: Json, name: string): boolean => {
  if (name === 'null') return value === null;
  if (typeof value === 'object') return false;
  if (name === 'string') return true;
  if (typeof value === 'string' && value.includes('{{')) return true;
  if (name === 'boolean') return typeof value === 'boolean' || /^(true|false)$/i.test(String(value));
  if (typeof value === 'boolean' || value === '') return false;
  return name === 'integer' ? /^[+-]?\d+(\.0+)?$/.test(String(value)) : !Number.isNaN(Number(value));
};

const describeKinds = (kind: Kind): string => {
  switch (kind.is) {
    case 'any':
      return 'anything';
    case 'scalar':
      return { string: 'a text', integer: 'a whole number', number: 'a number', boolean: 'true or false', null: 'null' }[kind.name];
    case 'word':
      return kind.word;
    case 'component':
      return `a ${kind.name}`;
    case 'list':
      return 'a list';
    case 'map':
      return 'a mapping';
    case 'oneOf':
      return kind.kinds.map(describeKinds).join(' or ');
  }
};

const formatValue = (value: Json): string => {
  if (Array.isArray(value)) return 'a list';
  if (isJsonObject(value)) return 'a mapping';
  return typeof value === 'string' ? JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value) : String(value);
};
