import type { Json, JsonObject } from '@twl/contracts';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair, type Scalar } from 'yaml';
import { setKey } from '@twl/json';
import { ManifestError, type SourceLocation } from '../errors/connector-errors';
import { SourceMap } from './source-map';

/** A YAML file as JSON values, and where each of them was written. */
export interface YamlDocument {
  value: Json;
  positions: SourceMap;
  /** Keys that a mapping has more than once: the last one counts. */
  repeated: ManifestError[];
}

const maxNodes = 200_000;
const maxDepth = 200;

const tooDeep = (position: SourceLocation): AggregateError =>
  new AggregateError([
    new ManifestError('', `the file is nested more than ${maxDepth} levels deep, or an alias stands in what it names`, position),
  ]);

/** Reads YAML 1.1 the way Python's safe loader does: `yes` is true, `<<` merges, dates stay text. @throws ManifestError[] inside an AggregateError */
export const parseYaml = (text: string, file: string, positions = new SourceMap()): YamlDocument => {
  const lines = new LineCounter();
  const document = parsed(text, lines, file);
  const positionAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  if (document.errors.length > 0) {
    throw new AggregateError(
      document.errors.map((error) => new ManifestError('', `not valid YAML: ${error.message}`, positionAt(error.pos[0]))),
    );
  }
  const converter = new Converter(document, positions, positionAt);
  return { value: converter.json(document.contents), positions, repeated: converter.repeated };
};

const parsed = (text: string, lines: LineCounter, file: string): Document => {
  try {
    return parseDocument(text, { version: '1.1', lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooDeep({ file, line: 1, column: 1 });
  }
};

class Converter {
  readonly repeated: ManifestError[] = [];
  private nodes = 0;
  private depth = 0;

  constructor(
    private readonly document: Document,
    private readonly positions: SourceMap,
    private readonly locationOf: (offset: number) => { file: string; line: number; column: number },
  ) {}

  json(node: Node | null): Json {
    if (++this.nodes > maxNodes)
      throw new AggregateError([new ManifestError('', 'the file is too large, or its aliases are', this.locationOf(0))]);
    if (isScalar(node)) return scalar(node);
    // An alias can be inside the value that it names: that never ends.
    if (++this.depth > maxDepth) throw tooDeep(this.at(node));
    const value = this.nested(node);
    this.depth--;
    return value;
  }

  private nested(node: Node | null): Json {
    if (isAlias(node)) return this.json(node.resolve(this.document) ?? null);
    if (isMap(node)) return this.mapping(node.items as Pair<Node, Node | null>[], node);
    return isSeq(node) ? this.sequence(node.items as Node[], node) : null;
  }

  private sequence(items: Node[], node: Node): Json[] {
    const list: Json[] = [];
    this.positions.set(list, undefined, this.at(node));
    items.forEach((item, index) => {
      list.push(this.json(item));
      this.positions.set(list, index, this.at(item));
    });
    return list;
  }

  private mapping(pairs: Pair<Node, Node | null>[], node: Node): JsonObject {
    const object: JsonObject = {};
    this.positions.set(object, undefined, this.at(node));
    for (const { key, value } of pairs.filter((pair) => isMerge(pair.key))) this.merge(object, key, value);
    const own = new Set<string>();
    for (const { key, value } of pairs.filter((pair) => !isMerge(pair.key))) {
      const name = isScalar(key) ? (key.source ?? String(key.value)) : String(key);
      if (own.has(name))
        this.repeated.push(new ManifestError(name, 'is here a second time; the last one counts (remove one of them)', this.at(key)));
      own.add(name);
      setKey(object, name, this.json(value));
      this.positions.set(object, name, this.at(key));
    }
    return object;
  }

  private merge(object: JsonObject, key: Node, value: Node | null): void {
    const merged = this.json(value);
    for (const source of Array.isArray(merged) ? merged.toReversed() : [merged]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) continue;
      for (const [name, content] of Object.entries(source)) {
        setKey(object, name, content);
        this.positions.set(object, name, this.positions.get(source, name) ?? this.at(key));
      }
    }
  }

  private at(node: Node | null) {
    return this.locationOf(node?.range?.[0] ?? 0);
  }
}

const isMerge = (key: Scalar | Node): boolean => isScalar(key) && key.source === '<<' && key.type === 'PLAIN';

const scalar = (node: Scalar): Json => {
  const { value, source } = node;
  if (node.type === 'PLAIN' && source !== undefined && /^([yYnN]|\d+(:\d+)+)$/.test(source)) return source;
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && /^[+-]?\d+$/.test(source ?? '')) {
    return BigInt(source ?? 0);
  }
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return source ?? String(value);
};
