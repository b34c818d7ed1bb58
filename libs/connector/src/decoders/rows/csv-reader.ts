import { limits, tooLargeError } from '../../payload/bytes';

/** One row: its cells, and whether it ends in an unclosed quote. */
export interface CsvRow {
  cells: string[];
  unclosed: boolean;
}

type State = 'start' | 'plain' | 'quoted' | 'quote';

/**
 * Splits CSV text into rows as Python's `csv` does: quotes count only at the start of a cell, doubled inside; everything else is read
 * literally. Any line end is accepted; blank lines are skipped.
 */
export class CsvReader {
  private row: string[] = [];
  private cell = '';
  private state: State = 'start';
  private afterReturn = false;
  private size = 0;

  constructor(private readonly delimiter: string) {}

  /** The rows that end in this text. */
  *push(text: string): Generator<CsvRow, void> {
    let at = 0;
    while (at < text.length) {
      if (this.state === 'plain') {
        const end = this.plainEnd(text, at);
        this.add(text.slice(at, end));
        at = end;
        if (end === text.length) return;
      }
      const char = text.charAt(at);
      if (this.beginsPlain(char)) continue;
      at++;
      if (this.step(char)) yield* this.take();
    }
  }

  private plainEnd(text: string, from: number): number {
    for (let at = from; at < text.length; at++) {
      const char = text.charAt(at);
      if (char === this.delimiter || char === '\n' || char === '\r') return at;
    }
    return text.length;
  }

  /** A character that is itself, at the start of a cell or after its closing quote. */
  private beginsPlain(char: string): boolean {
    const special = char === '"' || char === this.delimiter || char === '\n' || char === '\r';
    if (special || (this.state !== 'start' && this.state !== 'quote')) return false;
    this.state = 'plain';
    return true;
  }

  /** The last row, when the text does not end in a line break. */
  *finish(): Generator<CsvRow, void> {
    if (this.state !== 'start' || this.row.length > 0) {
      this.row.push(this.cell);
      yield* this.take(this.state === 'quoted');
    }
  }

  /** One character with a meaning, or inside quotes; true when a row ends. */
  private step(char: string): boolean {
    if (this.state === 'quoted') {
      if (char === '"') this.closeQuote();
      else this.quoted(char);
      return false;
    }
    if (char !== '"') return this.end(char);
    if (this.state === 'quote') this.add('"');
    this.state = 'quoted';
    return false;
  }

  private closeQuote(): void {
    this.state = 'quote';
    this.afterReturn = false;
  }

  /** A line break inside quotes is one character, however it is written. */
  private quoted(char: string): void {
    if (char === '\n' && this.afterReturn) this.afterReturn = false;
    else {
      this.afterReturn = char === '\r';
      this.add(this.afterReturn ? '\n' : char);
    }
  }

  /** A delimiter or a line break; true when a row ends. */
  private end(char: string): boolean {
    const blank = this.state === 'start' && this.row.length === 0;
    this.state = 'start';
    if (char !== this.delimiter && blank) return false;
    this.row.push(this.cell);
    this.cell = '';
    return char !== this.delimiter;
  }

  private add(text: string): void {
    this.cell += text;
    this.size += text.length;
    if (this.size > limits.item) throw tooLargeError(`one row has more than ${limits.item} characters`);
  }

  private *take(unclosed = false): Generator<CsvRow, void> {
    const { row } = this;
    this.row = [];
    this.cell = '';
    this.size = 0;
    yield { cells: row, unclosed };
  }
}
