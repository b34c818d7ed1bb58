import type { Json, JsonObject } from '@twl/contracts';
import type { SourceLocation } from '../errors/connector-errors';

interface OwnerPositions {
  self?: SourceLocation;
  keys: Map<string | number, SourceLocation>;
}

/** Remembers where objects, lists and their entries were written, also for copies made of them. */
export class SourceMap {
  private readonly positions = new WeakMap<object, OwnerPositions>();

  /** `key` undefined names the object itself. */
  get(owner: Json, key?: string | number): SourceLocation | undefined {
    const positions = typeof owner === 'object' && owner !== null ? this.positions.get(owner) : undefined;
    return key === undefined ? positions?.self : positions?.keys.get(key);
  }

  set(owner: object, key: string | number | undefined, position: SourceLocation | undefined): void {
    if (!position) return;
    const positions: OwnerPositions = this.positions.get(owner) ?? { keys: new Map() };
    if (key === undefined) positions.self = position;
    else positions.keys.set(key, position);
    this.positions.set(owner, positions);
  }

  /** Copies the position of an entry of `from` to that of `to`. */
  carry(from: Json, to: Json[] | JsonObject, keys: Iterable<string | number>): void {
    this.set(to, undefined, this.get(to) ?? this.get(from));
    for (const key of keys) this.set(to, key, this.get(from, key));
  }
}
