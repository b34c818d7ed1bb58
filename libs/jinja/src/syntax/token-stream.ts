import { requireLast } from '@twl/ports';
import { SyntaxProblem, type Token } from './token';

/** Tokens with a position, and the nesting depth of the parser. */
export class TokenStream {
  private index = 0;
  private depth = 0;

  /** Follows the last token, however often it is taken. */
  private readonly end: Token;

  constructor(private readonly tokens: Token[]) {
    this.end = requireLast(tokens);
  }

  get current(): Token {
    return this.tokens[this.index] ?? this.end;
  }

  get following(): Token {
    return this.tokens[this.index + 1] ?? this.end;
  }

  take(): Token {
    const token = this.current;
    if (token.type !== 'eof') this.index++;
    return token;
  }

  isOperator(...operators: string[]): boolean {
    return this.current.type === 'operator' && operators.includes(this.current.text);
  }

  isName(...names: string[]): boolean {
    return this.current.type === 'name' && names.includes(this.current.text);
  }

  skipOperator(operator: string): boolean {
    const found = this.isOperator(operator);
    if (found) this.index++;
    return found;
  }

  skipName(name: string): boolean {
    const found = this.isName(name);
    if (found) this.index++;
    return found;
  }

  expectOperator(operator: string): void {
    if (!this.skipOperator(operator)) this.fail(`expected ${operator}, got ${this.shown()}`);
  }

  expect(type: Token['type'], shown: string): Token {
    if (this.current.type !== type) this.fail(`expected ${shown}, got ${this.shown()}`);
    return this.take();
  }

  fail(message: string, at = this.current.at): never {
    throw new SyntaxProblem(message, at);
  }

  shown(): string {
    const { type, text } = this.current;
    if (type === 'eof') return 'the end of the template';
    return type === 'end' || type === 'block_end' ? 'the end of the tag' : JSON.stringify(text);
  }

  /** Parses something nested, at most 150 deep. */
  nested<T>(parse: () => T): T {
    if (++this.depth > 150) this.fail('nested too deeply');
    try {
      return parse();
    } finally {
      this.depth--;
    }
  }
}
