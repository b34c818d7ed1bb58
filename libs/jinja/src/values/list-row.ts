import type { Json, JsonObject } from '@twl/contracts';

/**
 * An item that is a list, as templates see it under `record`: its cells by index (`record[0]`), and by name the fields that transformations
 * have added. It records whether a template has read one of its cells.
 */
export class ListRow extends Array<Json> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  #fields: JsonObject = {};
  #isRead = false;

  /** The row, showing these fields from now on. */
  showing(fields: JsonObject): this {
    this.#fields = fields;
    return this;
  }

  /** A field that was added, by name. */
  field(name: string): Json | undefined {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  /** Notes that a template has read a cell. */
  markRead(): void {
    this.#isRead = true;
  }

  get isRead(): boolean {
    return this.#isRead;
  }
}

/** A row of these cells. */
export const createListRow = (cells: readonly Json[]): ListRow => {
  const row = new ListRow();
  for (const cell of cells) row.push(cell);
  return row;
};
