import type { JsonRedactor } from './json-redactor';

const newline = 0x0a;

/** Removes fields from lines of JSON. A broken line is cut where it breaks; the lines after it are still read. */
export class LineRedactor {
  private line: JsonRedactor;

  constructor(private readonly begin: () => JsonRedactor) {
    this.line = begin();
  }

  push(chunk: Uint8Array): Buffer {
    const parts: Uint8Array[] = [];
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      parts.push(this.line.push(chunk.subarray(from, end)), this.line.finish(), chunk.subarray(end, end + 1));
      this.line = this.begin();
      from = end + 1;
    }
    parts.push(this.line.push(chunk.subarray(from)));
    return Buffer.concat(parts);
  }

  /** Returns the remaining output at the end. */
  finish(): Buffer {
    return this.line.finish();
  }
}
