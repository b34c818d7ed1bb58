import type { Json, JsonObject } from '@twl/contracts';
import type { SourceLocation } from '../errors/connector-errors';

interface Places {
  self?: SourceLocation;
  keys: Map<string | number, SourceLocation>;
}

/** Remembers where objects, lists and their entries were written, also for copies made of them. */
export class SourceMap {
  private readonly places = new WeakMap<object, Places>();

  /** `key` undefined names the object itself. */
  get(owner: Json, key?: string | number): SourceLocation | undefined {
    const places = typeof owner === 'object' && owner !== null ? this.places.get(owner) : undefined;
    return key === undefined ? places?.self : places?.keys.get(key);
  }

  set(owner: object, key: string | number | undefined, position: SourceLocation | undefined): void {
    if (!position) return;
    const places: Places = this.places.get(owner) ?? { keys: new Map() };
    if (key === undefined) places.self = position;
    else places.keys.set(key, position);
    this.places.set(owner, places);
  }

  /** Copies the position of an entry of `from` to that of `to`. */
  carry(from: Json, to: Json[] | JsonObject, keys: Iterable<string | number>): void {
    this.set(to, undefined, this.get(to) ?? this.get(from));
    for (const key of keys) this.set(to, key, this.get(from, key));
  }
}
