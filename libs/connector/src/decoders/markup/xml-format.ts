import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Json, JsonObject } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import { repairText, refuseBroken } from '../../charset/broken-text';
import type { Located } from '../../roles/roles';
import { findItems } from '../../paths/field-path';
import { type ByteSource, emptyBody, limits } from '../../payload/bytes';
import type { Format } from '../format/format';
import { groupItems } from '../json/group-items';
import { wholeText } from '../format/whole-text';
import { resolveEntities, withEscapedAmpersands } from './xml-entities';

/** A node of the parser, in document order: text, or one key with its children and attributes. */
type XmlNode = { '#text'?: string; '#cdata'?: XmlNode[]; ':@'?: Record<string, string> } & Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  processEntities: false,
});

/** Maps XML to JSON: attributes as `@name`, text as `#text` with attributes or as the value itself, repeated elements as a list. */
export class XmlFormat implements Format {
  readonly streams = false;

  constructor(private readonly encoding?: string) {}

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    const value = await this.read(source);
    if (Object.keys(value as JsonObject).length) yield refuseBroken({ pointer: '', value });
  }

  /** Yields the items; an item with an invalid byte is refused on its own. */
  async *itemsAt(source: ByteSource, path: readonly string[]): AsyncGenerator<readonly Located[], void> {
    const value = await this.read(source);
    if (Object.keys(value as JsonObject).length) yield* groupItems(refusedItems(findItems(value, path, '')));
  }

  async document(source: ByteSource): Promise<Json> {
    const text = await this.text(source);
    return text.trim() === '' ? {} : repairText(parsed(text));
  }

  private async read(source: ByteSource): Promise<Json> {
    const text = await this.text(source);
    if (text.trim() === '') throw emptyBody();
    return parsed(text);
  }

  private async text(source: ByteSource): Promise<string> {
    return await wholeText(source, { encoding: this.encoding, markup: true });
  }
}

function* refusedItems(items: Iterable<Located>): Generator<Located, void> {
  for (const item of items) yield refuseBroken(item);
}

const parsed = (written: string): Json => {
  const { text, problem } = wellFormed(written);
  if (problem) throw unreadable(problem);
  if (/<!(?:ENTITY|DOCTYPE[^>]*\[)/i.test(text)) throw new UnreadablePageError('SHAPE', 'XML that declares entities is refused');
  return contentOf(parser.parse(text) as XmlNode[], {}, 1);
};

interface XmlProblem {
  code: string;
  msg: string;
  line: number;
}

/** Parses the text, after a repair of what feeds often have wrong: a bare `&`. */
const wellFormed = (text: string): { text: string; problem?: XmlProblem } => {
  const first = XMLValidator.validate(text);
  if (first === true) return { text };
  const mended = withEscapedAmpersands(text);
  if (mended === text) return { text, problem: first.err };
  const second = XMLValidator.validate(mended);
  return second === true ? { text: mended } : { text, problem: second.err };
};

const unreadable = ({ code, msg, line }: XmlProblem): UnreadablePageError => {
  const cut = /Unclosed|not closed|incomplete|^Invalid '\[/i.test(msg) || (code === 'InvalidXml' && /expected closing/i.test(msg));
  return new UnreadablePageError(cut ? 'TRUNCATED' : 'SHAPE', `the body is not well-formed XML: ${msg} (line ${line})`);
};

/** The value of an element: its children by name, null when it is empty. */
const contentOf = (nodes: readonly XmlNode[], attributes: Record<string, string>, depth: number): Json => {
  if (depth > limits.depth) throw new UnreadablePageError('TOO_DEEP', `the XML is nested deeper than ${limits.depth}`);
  const object: JsonObject = {};
  let text = '';
  let children = Object.keys(attributes).length > 0;
  for (const [name, value] of Object.entries(attributes)) addChild(object, name, resolveEntities(value));
  for (const node of nodes) {
    if (node['#text'] !== undefined) text += resolveEntities(node['#text']);
    else if (node['#cdata']) text += node['#cdata'].map((part) => part['#text'] ?? '').join('');
    else {
      const name = Object.keys(node).find((key) => key !== ':@');
      if (name === undefined || name.startsWith('?') || name.startsWith('!')) continue;
      children = true;
      addChild(object, name, contentOf(node[name] as XmlNode[], node[':@'] ?? {}, depth + 1));
    }
  }
  const shown = text.trim();
  if (!children) return depth === 1 ? {} : shown || null;
  if (shown) addChild(object, '#text', shown);
  return object;
};

/** A name that comes again makes a list. */
const addChild = (object: JsonObject, name: string, value: Json): void => {
  const before = Object.hasOwn(object, name) ? object[name] : undefined;
  const together = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  Object.defineProperty(object, name, { value: together, writable: true, enumerable: true, configurable: true });
};
