import type { Json, StreamSettings } from '@twl/contracts';
import { valueAt } from '@twl/json';
import type { ReadPage } from '../roles/retriever';
import type { Decoder } from '../roles/roles';

/** Counts the records of a read, to distinguish an empty success from a real one. */
export class Tally {
  private items = 0;
  private declaredLast: number | undefined;
  private everyPageAgrees = true;

  constructor(private readonly expect: StreamSettings['expect']) {}

  /** Adds a page; its declared count is read from what its templates see. */
  async addPage({ items, body, headers }: ReadPage, decoder: Decoder): Promise<void> {
    this.items += items;
    if (this.expect.declaredCount === undefined) return;
    const declared = countRecords(valueAt(await decoder.document(body, { headers }), this.expect.declaredCount.split('.')));
    if (declared === undefined) return;
    this.declaredLast = declared;
    this.everyPageAgrees &&= declared === items;
  }

  /** Items of all pages. */
  get seen(): number {
    return this.items;
  }

  /**
   * Describes the problem of a complete read; a declared count is that of the page or that of all pages together. `whole`: it began at the
   * start.
   */
  suspicion(whole: boolean): string | undefined {
    const { minRecords } = this.expect;
    if (whole && minRecords !== undefined && this.items < minRecords)
      return `${this.items} records came where at least ${minRecords} are expected`;
    if (this.declaredLast === undefined || this.everyPageAgrees || this.declaredLast === this.items) return undefined;
    return `${this.items} records came where the source declares ${this.declaredLast}`;
  }
}

const countRecords = (value: Json | undefined): number | undefined => {
  if (value === undefined || value === null || typeof value === 'object' || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};
