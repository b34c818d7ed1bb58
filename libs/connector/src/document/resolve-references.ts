import type { Json, JsonObject } from '@twl/contracts';
import { getKey, isJsonObject, setKey } from '@twl/json';
import { ManifestError } from '../errors/connector-errors';
import type { SourceMap } from './source-map';

/** Keys whose content is the user's, so that a text beginning with `#/` is just a text. */
const opaque = new Set(['config_overrides']);
const maxNodes = 2_000_000;

/**
 * Replaces every `$ref` and `"#/..."` text by the referenced value; the keys next to a `$ref` win.
 * @throws ManifestError for a reference to nothing or to itself
 */
export const resolveReferences = (manifest: JsonObject, positions: SourceMap): JsonObject => new Resolver(manifest, positions).root();

/** The position of a value: its owner and its key. */
interface ReferencePosition {
  owner: Json;
  key: string | number;
}

class Resolver {
  private readonly active = new Set<string>();
  private nodes = 0;

  constructor(
    private readonly manifest: JsonObject,
    private readonly positions: SourceMap,
  ) {}

  root(): JsonObject {
    return this.object(this.manifest, '') as JsonObject;
  }

  private value(value: Json, path: string, at: ReferencePosition): Json {
    if (++this.nodes > maxNodes)
      throw new ManifestError(path, 'the references make the manifest too large', this.positions.get(at.owner, at.key));
    if (Array.isArray(value)) return this.list(value, path);
    if (isJsonObject(value)) return this.object(value, path);
    if (typeof value !== 'string' || !value.startsWith('#/')) return value;
    return this.follow(value, path, at);
  }

  private list(value: Json[], path: string): Json[] {
    const copy = value.map((item, index) => this.value(item, `${path}[${index}]`, { owner: value, key: index }));
    this.positions.carry(value, copy, copy.keys());
    return copy;
  }

  private object(value: JsonObject, path: string): Json {
    const reference = getKey(value, '$ref');
    const target = reference === undefined ? {} : this.value(reference, path, { owner: value, key: '$ref' });
    if (!isJsonObject(target)) return target;
    const copy: JsonObject = {};
    for (const [key, part] of Object.entries(target)) setKey(copy, key, part);
    this.positions.carry(target, copy, Object.keys(target));
    const own = Object.entries(value).filter(([key]) => key !== '$ref');
    for (const [key, part] of own)
      setKey(copy, key, opaque.has(key) ? part : this.value(part, path ? `${path}.${key}` : key, { owner: value, key }));
    this.positions.set(copy, undefined, this.positions.get(value));
    for (const [key] of own) this.positions.set(copy, key, this.positions.get(value, key));
    return copy;
  }

  private follow(reference: string, path: string, at: ReferencePosition): Json {
    const fail = (detail: string) => new ManifestError(path, detail, this.positions.get(at.owner, at.key));
    if (this.active.has(reference)) throw fail(`the reference ${reference} leads back to itself`);
    const target = this.lookUp(reference.slice(2));
    if (target === undefined) throw fail(`the reference ${reference} has no target`);
    this.active.add(reference);
    const resolved = this.value(target, path, at);
    this.active.delete(reference);
    return resolved;
  }

  /** The whole rest is tried as one key before it is divided at its first `/`. */
  private lookUp(reference: string): Json | undefined {
    let node: Json | undefined = this.manifest;
    let rest = reference;
    while (rest) {
      const whole = step(node, rest);
      if (whole !== undefined) return whole;
      const cut: number = rest.indexOf('/');
      node = step(node, cut < 0 ? rest : rest.slice(0, cut));
      rest = cut < 0 ? '' : rest.slice(cut + 1);
      if (node === undefined) return undefined;
    }
    return node;
  }
}

const step = (node: Json | undefined, key: string): Json | undefined => {
  if (Array.isArray(node)) return /^\d+$/.test(key) ? node[Number(key)] : undefined;
  return isJsonObject(node) ? getKey(node, key) : undefined;
};
