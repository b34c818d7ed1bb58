import type { Json, StreamSettings } from '@twl/contracts';
import { valueAt } from '../document/json-object';

/** Counts what a read brought, to tell an empty success from a real one. */
export class Tally {
  private items = 0;
  private declaredLast: number | undefined;
  private everyPageAgrees = true;

  constructor(private readonly expect: StreamSettings['expect']) {}

  /** A page: how many items it has, and what its templates see of it. */
  async page(items: number, document: () => Promise<Json>): Promise<void> {
    this.items += items;
    if (this.expect.declaredCount === undefined) return;
    const declared = count(valueAt(await document(), this.expect.declaredCount.split('.')));
    if (declared === undefined) return;
    this.declaredLast = declared;
    this.everyPageAgrees &&= declared === items;
  }

  /** Items of all pages. */
  get seen(): number {
    return this.items;
  }

  /** What is wrong with a complete read; a declared count is that of the page or that of all pages together. `whole`: it began at the beginning. */
  doubt(whole: boolean): string | undefined {
    const { minRecords } = this.expect;
    if (whole && minRecords !== undefined && this.items < minRecords)
      return `${this.items} records came where at least ${minRecords} are expected`;
    if (this.declaredLast === undefined || this.everyPageAgrees || this.declaredLast === this.items) return undefined;
    return `${this.items} records came where the source declares ${this.declaredLast}`;
  }
}

const count = (value: Json | undefined): number | undefined => {
  if (value === undefined || value === null || typeof value === 'object' || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};
