import { unescapeText } from '../syntax/string-escapes';
import { dictSet } from '../values/containers';
import { toFloatValue, toIntegerValue } from '../values/numbers';
import { Dict, Tuple, type Value } from '../values/value';

/** Thrown inside this file for a text that is no literal. */
class NoLiteral extends Error {}

/** Created once: it is thrown for many texts, and its stack is useless. */
const noLiteral = new NoLiteral();

const digits =
  /0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d(?:_?\d)*)?[jJ]?/y;
const text = /([rRuUbB]{0,2})('''|"""|'|")/y;
const word = /[\p{L}_][\p{L}\p{N}_]*/uy;
const constants: Record<string, Value> = { True: true, False: false, None: null };
const maxDepth = 190;

/** A last line of nothing but white space is an indentation to Python, and so an error. */
const indentedEnd = /[\n\r][ \t\f]*[ \t]$/;

/** Parses one Python literal. */
export class LiteralParser {
  private at = 0;
  /** Inside brackets a new line is white space. */
  private depth = 0;

  constructor(private readonly source: string) {}

  parse(): Value | undefined {
    try {
      if (this.source.includes('\0') || indentedEnd.test(this.source)) return undefined;
      this.at = /^[ \t]*/.exec(this.source)?.[0].length ?? 0;
      this.skipBlankLines();
      const value = this.tuple();
      this.depth = 1;
      this.space();
      return this.at === this.source.length ? value : undefined;
    } catch (error) {
      if (error instanceof Error) return undefined;
      throw error;
    }
  }

  /** Empty lines and comments may stand before the value, indentation may not. */
  private skipBlankLines(): void {
    for (;;) {
      const blank = /^[ \t\f]*(?:#[^\n]*)?(?:\r\n|\r|\n)/.exec(this.source.slice(this.at));
      if (!blank) break;
      this.at += blank[0].length;
      if (/^[ \t]+[^\s#]/.test(this.source.slice(this.at))) throw noLiteral;
    }
  }

  private space(): void {
    for (;;) {
      const char = this.source.charAt(this.at);
      if (char === '#') {
        const end = this.source.indexOf('\n', this.at);
        this.at = end < 0 ? this.source.length : end;
      } else if (char === '\\' && this.source.charAt(this.at + 1) === '\n') this.at += 2;
      else if (char === ' ' || char === '\t' || char === '\f' || (this.depth > 0 && (char === '\n' || char === '\r'))) this.at++;
      else return;
    }
  }

  private skip(char: string): boolean {
    this.space();
    const found = this.source.startsWith(char, this.at);
    if (found) this.at += char.length;
    return found;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source) ?? undefined;
    if (match) this.at += match[0].length;
    return match;
  }

  /** One value, or several with commas, which are a tuple. */
  private tuple(): Value {
    const first = this.value();
    if (!this.skip(',')) return first;
    const items = [first];
    while (!this.ended()) {
      items.push(this.value());
      if (!this.skip(',')) break;
    }
    return new Tuple(items);
  }

  private ended(): boolean {
    this.space();
    const char = this.source.charAt(this.at);
    return char === '' || char === ')' || char === '\n' || char === '\r';
  }

  private value(): Value {
    this.space();
    const char = this.source.charAt(this.at);
    if (char === '[') return this.inside('[', ']', () => this.list());
    if (char === '(') return this.inside('(', ')', () => (this.ended() ? new Tuple([]) : this.tuple()));
    if (char === '{') return this.inside('{', '}', () => this.dict());
    if (char === '-' || char === '+') return this.signed();
    if (/[\d.]/.test(char)) return this.number();
    const string = this.strings();
    if (string !== undefined) return string;
    const name = this.match(word)?.[0] ?? '';
    const constant = Object.hasOwn(constants, name) ? constants[name] : undefined;
    if (constant === undefined) throw noLiteral;
    return constant;
  }

  private inside(open: string, close: string, parse: () => Value): Value {
    if (++this.depth > maxDepth) throw noLiteral;
    this.at += open.length;
    const value = parse();
    if (!this.skip(close)) throw noLiteral;
    this.depth--;
    return value;
  }

  private list(): Value {
    const items: Value[] = [];
    for (this.space(); this.source.charAt(this.at) !== ']'; this.space()) {
      items.push(this.value());
      if (!this.skip(',')) break;
    }
    return items;
  }

  private dict(): Value {
    const dict = new Dict();
    for (this.space(); this.source.charAt(this.at) !== '}'; this.space()) {
      const key = this.value();
      if (!this.skip(':')) throw noLiteral;
      dictSet(dict, key, this.value());
      if (!this.skip(',')) break;
    }
    return dict;
  }

  private signed(): Value {
    const negative = this.source.charAt(this.at++) === '-';
    this.space();
    if (!/[\d.]/.test(this.source.charAt(this.at))) throw noLiteral;
    return this.number(negative ? -1 : 1);
  }

  private number(sign = 1): Value {
    const found = this.match(digits)?.[0];
    if (found === undefined || /[jJ]$/.test(found) || found.length > 4300) throw noLiteral;
    if (/[\p{L}\p{N}_]/u.test(this.source.charAt(this.at))) throw noLiteral;
    const clean = found.replaceAll('_', '');
    const whole = /^0[xXoObB]/.test(clean) || /^\d+$/.test(clean);
    if (whole && /^0\d*[1-9]/.test(clean)) throw noLiteral;
    if (whole) return toIntegerValue(BigInt(clean.replace(/^0+(?=\d)/, '')) * BigInt(sign));
    const value = Number(clean) * sign;
    if (!Number.isFinite(value)) throw noLiteral;
    return toFloatValue(value);
  }

  /** Adjacent strings are one. */
  private strings(): string | undefined {
    let joined: string | undefined;
    for (let match = this.match(text); match; match = this.match(text)) {
      const [, prefix = '', quote = ''] = match;
      if (!/^(?:[rR]|[uU])?$/.test(prefix)) throw noLiteral;
      joined = (joined ?? '') + this.string(quote, /^[rR]$/.test(prefix));
      this.space();
    }
    return joined;
  }

  private string(quote: string, raw: boolean): string {
    const from = this.at;
    for (;;) {
      const char = this.source.charAt(this.at);
      if (char === '' || (quote.length === 1 && (char === '\n' || char === '\r'))) throw noLiteral;
      if (this.source.startsWith(quote, this.at)) break;
      this.at += char === '\\' ? 2 : 1;
    }
    const inside = this.source.slice(from, this.at).replace(/\r\n?/g, '\n');
    this.at += quote.length;
    return raw ? inside : unescapeText(inside);
  }
}
