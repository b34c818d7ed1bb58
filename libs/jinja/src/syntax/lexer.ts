import { errorText } from '@twl/json';
import { SyntaxProblem, type Token } from './token';
import { unescapeText } from './string-escapes';

const openings = /\{%[-+]?\s*raw\s*-?%\}|\{\{[-+]?|\{%[-+]?|\{#[-+]?/g;
const number =
  /(?:0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+)|(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const text = /'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"/y;
const operator = /\*\*|\/\/|[=!<>]=|[-+*/%~[\](){}=<>.:|,;]/y;
const closers: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** Newlines are one character, and one at the very end does not count, as Jinja has it. */
export const normalizeSource = (source: string): string => source.replace(/\r\n?/g, '\n').replace(/\n$/, '');

/** Cuts a template into tokens. @throws SyntaxProblem */
export const tokenize = (source: string): Token[] => new Lexer(source).run();

class Lexer {
  private readonly tokens: Token[] = [];
  private at = 0;
  /** The tag before ended in `-`: white space up to the next thing goes. */
  private stripNext = false;

  constructor(private readonly source: string) {}

  run(): Token[] {
    while (this.at < this.source.length) this.next();
    this.tokens.push({ type: 'eof', text: '', at: this.source.length });
    return this.tokens;
  }

  private next(): void {
    openings.lastIndex = this.at;
    const opening = openings.exec(this.source);
    const tag = opening?.[0] ?? '';
    this.data(this.source.slice(this.at, opening?.index ?? this.source.length), tag.charAt(2) === '-');
    this.at = opening ? opening.index + tag.length : this.source.length;
    if (!opening) return;
    if (tag.startsWith('{#')) this.comment(opening.index);
    else if (tag.endsWith('%}')) this.raw(opening.index, tag.endsWith('-%}'));
    else this.tag(tag.startsWith('{{') ? '}}' : '%}', opening.index);
  }

  private data(data: string, stripEnd: boolean): void {
    const start = this.stripNext ? data.trimStart() : data;
    this.stripNext = false;
    const value = stripEnd ? start.trimEnd() : start;
    if (value) this.tokens.push({ type: 'data', text: value, at: this.at });
  }

  private comment(from: number): void {
    const end = this.source.indexOf('#}', this.at);
    if (end < 0) throw new SyntaxProblem('missing end of comment', from);
    this.stripNext = this.source.charAt(end - 1) === '-';
    this.at = end + 2;
  }

  private raw(from: number, strip: boolean): void {
    const closing = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/g;
    closing.lastIndex = this.at;
    const end = closing.exec(this.source);
    if (!end) throw new SyntaxProblem('missing end of raw', from);
    this.stripNext = strip;
    this.data(this.source.slice(this.at, end.index), end[1] === '-');
    this.stripNext = end[2] === '-';
    this.at = end.index + end[0].length;
  }

  private tag(closing: '}}' | '%}', from: number): void {
    const block = closing === '%}';
    this.tokens.push({ type: block ? 'block_begin' : 'begin', text: '', at: from });
    const open: string[] = [];
    for (;;) {
      this.skipSpace();
      if (this.at >= this.source.length) throw new SyntaxProblem(`missing ${closing}`, from);
      if (open.length === 0 && this.atEnd(closing)) break;
      this.word(open);
    }
    this.tokens.push({ type: block ? 'block_end' : 'end', text: '', at: this.at });
    this.stripNext = this.source.charAt(this.at) === '-';
    this.at += (this.source.startsWith(closing, this.at) ? 0 : 1) + 2;
  }

  private atEnd(closing: string): boolean {
    const sign = this.source.charAt(this.at);
    return (
      this.source.startsWith(closing, this.at) ||
      ((sign === '-' || (sign === '+' && closing === '%}')) && this.source.startsWith(closing, this.at + 1))
    );
  }

  private skipSpace(): void {
    while (/\s/.test(this.source.charAt(this.at))) this.at++;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.source)?.[0];
  }

  private word(open: string[]): void {
    const at = this.at;
    const digits = this.match(number);
    const word = digits ?? this.match(name) ?? this.match(text) ?? this.match(operator);
    if (word === undefined) throw new SyntaxProblem(`unexpected character ${JSON.stringify(this.source.charAt(at))}`, at);
    this.at += word.length;
    const first = word.charAt(0);
    if (digits !== undefined) this.tokens.push(numberToken(digits, at));
    else if (first === '"' || first === "'") this.tokens.push({ type: 'string', text: word, value: stringValue(word, at), at });
    else if (/[\p{L}_]/u.test(first)) this.tokens.push({ type: 'name', text: word, at });
    else this.operator(word, at, open);
  }

  private operator(word: string, at: number, open: string[]): void {
    const closer = closers[word];
    if (closer) {
      if (open.push(closer) > 100) throw new SyntaxProblem('nested too deeply', at);
    } else if (')]}'.includes(word) && open.pop() !== word) throw new SyntaxProblem(`unexpected ${word}`, at);
    this.tokens.push({ type: 'operator', text: word, at });
  }
}

const numberToken = (word: string, at: number): Token => {
  const digits = word.replaceAll('_', '');
  if (/^0[box]/i.test(digits) || /^\d+$/.test(digits)) {
    const value = BigInt(digits);
    return { type: 'integer', text: word, value: Number.isSafeInteger(Number(value)) ? Number(value) : value, at };
  }
  return { type: 'float', text: word, value: Number(digits), at };
};

const stringValue = (word: string, at: number): string => {
  try {
    return unescapeText(word.slice(1, -1));
  } catch (error) {
    throw new SyntaxProblem(errorText(error), at);
  }
};
