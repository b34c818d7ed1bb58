import { createHash } from 'node:crypto';

/** How full the table may become: beyond that, looking for a free place takes long. */
const fullness = 0.7;

/** A hash that a double holds exactly, and never 0, which marks a free place. */
const hashOf = (key: string): number => {
  const digest = createHash('sha1').update(key).digest();
  return digest.readUIntBE(0, 6) * 16 + (digest.readUInt8(6) >> 4) + 1;
};

/**
 * Keys by 52 bits of their hashes: 12 to 24 bytes each, whatever their length. That a key is taken for one that is there happens once in
 * 4,500 million looks among a million keys; then a record that is gone is noticed by a later run.
 */
export class KeySet {
  private places = new Float64Array(1024);
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(key: string): void {
    if (this.count + 1 > this.places.length * fullness) this.grow();
    if (this.put(hashOf(key))) this.count += 1;
  }

  has(key: string): boolean {
    const hash = hashOf(key);
    return this.places[this.placeOf(hash)] === hash;
  }

  private put(hash: number): boolean {
    const place = this.placeOf(hash);
    if (this.places[place] === hash) return false;
    this.places[place] = hash;
    return true;
  }

  /** Where a hash is, or would be. */
  private placeOf(hash: number): number {
    let place = hash % this.places.length;
    while (this.places[place] !== 0 && this.places[place] !== hash) place = (place + 1) % this.places.length;
    return place;
  }

  private grow(): void {
    const before = this.places;
    this.places = new Float64Array(before.length * 2);
    for (const hash of before) if (hash !== 0) this.put(hash);
  }
}
