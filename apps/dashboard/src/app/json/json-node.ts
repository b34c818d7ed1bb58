/** A JSON value as it was written: numbers keep their digits, objects their order and their repeated keys. */
export type JsonNode =
  | { kind: 'object'; entries: [string, JsonNode][] }
  | { kind: 'array'; items: JsonNode[] }
  | { kind: 'string'; value: string }
  | { kind: 'number' | 'word'; text: string };

const maxDepth = 200;
const scalar = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const blank = /[ \t\n\r]*/y;

/** Reads JSON text. @throws SyntaxError where it is none, or nested too deep to be shown. */
export const readJson = (text: string): JsonNode => new Reader(text).document();

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): JsonNode {
    const node = this.value(0);
    this.skip();
    if (this.at < this.text.length) throw this.unexpected();
    return node;
  }

  private value(depth: number): JsonNode {
    if (depth > maxDepth) throw new SyntaxError(`nested deeper than ${maxDepth}`);
    this.skip();
    if (this.text[this.at] === '{') return { kind: 'object', entries: this.members('}', () => this.entry(depth)) };
    if (this.text[this.at] === '[') return { kind: 'array', items: this.members(']', () => this.value(depth + 1)) };
    return this.scalar();
  }

  private members<T>(end: string, member: () => T): T[] {
    const members: T[] = [];
    this.at++;
    if (this.take(end)) return members;
    do members.push(member());
    while (this.take(','));
    if (!this.take(end)) throw this.unexpected();
    return members;
  }

  private entry(depth: number): [string, JsonNode] {
    this.skip();
    const key = this.scalar();
    if (key.kind !== 'string' || !this.take(':')) throw this.unexpected();
    return [key.value, this.value(depth + 1)];
  }

  private scalar(): Exclude<JsonNode, { kind: 'object' | 'array' }> {
    scalar.lastIndex = this.at;
    const text = scalar.exec(this.text)?.[0];
    if (text === undefined) throw this.unexpected();
    this.at += text.length;
    if (text.startsWith('"')) return { kind: 'string', value: JSON.parse(text) as string };
    return { kind: /^[tfn]/.test(text) ? 'word' : 'number', text };
  }

  private take(mark: string): boolean {
    this.skip();
    const found = this.text[this.at] === mark;
    if (found) this.at++;
    return found;
  }

  private skip(): void {
    blank.lastIndex = this.at;
    blank.exec(this.text);
    this.at = blank.lastIndex;
  }

  private unexpected(): SyntaxError {
    return new SyntaxError(`unexpected ${JSON.stringify(this.text[this.at] ?? 'end')} at ${this.at}`);
  }
}

/** The value under a path of keys and positions; undefined where there is none. */
export const nodeAt = (node: JsonNode | undefined, ...path: (string | number)[]): JsonNode | undefined =>
  path.reduce<JsonNode | undefined>((current, step) => {
    if (current?.kind === 'array') return current.items[Number(step)];
    if (current?.kind === 'object') return current.entries.findLast(([key]) => key === step)?.[1];
    return undefined;
  }, node);

/** Whether a value is the word null. */
export const isNull = (node: JsonNode | undefined): boolean => node?.kind === 'word' && node.text === 'null';
