/** A word of a template. `at` is its offset in the source. */
export interface Token {
  type: 'data' | 'begin' | 'end' | 'block_begin' | 'block_end' | 'name' | 'string' | 'integer' | 'float' | 'operator' | 'eof';
  text: string;
  /** The value of a literal. */
  value?: string | number | bigint;
  at: number;
}

/** Bad syntax, with its offset. It never leaves this library. */
export class SyntaxProblem extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
    this.name = 'SyntaxProblem';
  }
}
