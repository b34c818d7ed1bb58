import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Json, JsonObject } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import type { Located } from '../../component/roles';
import { type ByteSource, decoderFor, emptyBody, limits, readAll, utf8 } from '../bytes';
import type { Format } from '../format';

/** A node as the parser gives it, in document order: text, or one key with the children, attributes beside it. */
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

/** The meaning of XML: attributes as `@name`, text as `#text` beside them or as the value itself, repeated elements as a list. */
export class XmlFormat implements Format {
  readonly streams = false;

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    const text = decoded(await readAll(source));
    if (text.trim() === '') throw emptyBody();
    const value = parsed(text);
    if (Object.keys(value as JsonObject).length) yield { pointer: '', value };
  }

  async document(source: ByteSource): Promise<Json> {
    const text = decoded(await readAll(source));
    return text.trim() === '' ? {} : parsed(text);
  }
}

const parsed = (text: string): Json => {
  const problem = XMLValidator.validate(text);
  if (problem !== true) throw unreadable(problem.err);
  if (/<!(?:ENTITY|DOCTYPE[^>]*\[)/i.test(text)) throw new UnreadablePageError('SHAPE', 'XML that declares entities is refused');
  return contentOf(parser.parse(text) as XmlNode[], {}, 1);
};

/** In the encoding that the XML declares, UTF-8 without one. */
const decoded = (bytes: Buffer): string => {
  const declared = /^[^>]{0,200}encoding\s*=\s*["']([\w.-]+)["']/.exec(bytes.subarray(0, 256).toString('latin1'))?.[1];
  if (!declared || /^utf-?8$/i.test(declared)) return utf8(bytes);
  try {
    return decoderFor(declared).decode(bytes);
  } catch (error) {
    throw new UnreadablePageError('ENCODING', `the body is not ${declared}`, error);
  }
};

const unreadable = ({ code, msg, line }: { code: string; msg: string; line: number }): UnreadablePageError => {
  const cut = /Unclosed|not closed|incomplete|^Invalid '\[/i.test(msg) || (code === 'InvalidXml' && /expected closing/i.test(msg));
  return new UnreadablePageError(cut ? 'TRUNCATED' : 'SHAPE', `the body is not well-formed XML: ${msg} (line ${line})`);
};

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Characters that are written by name or number. @throws UnreadablePageError for a name that XML does not have */
const withEntities = (text: string): string =>
  text.replace(/&(#x[\da-fA-F]{1,6}|#\d{1,7}|\w+);/g, (whole, entity: string) => {
    const code = entity.startsWith('#x') ? parseInt(entity.slice(2), 16) : entity.startsWith('#') ? Number(entity.slice(1)) : undefined;
    const char = code === undefined ? named[entity] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (char === undefined) throw new UnreadablePageError('SHAPE', `the XML has an unknown entity ${whole}`);
    return char;
  });

/** The value of an element: its children by name, null when it is empty. */
const contentOf = (nodes: readonly XmlNode[], attributes: Record<string, string>, depth: number): Json => {
  if (depth > limits.depth) throw new UnreadablePageError('TOO_DEEP', `the XML is nested deeper than ${limits.depth}`);
  const object: JsonObject = {};
  let text = '';
  let children = Object.keys(attributes).length > 0;
  for (const [name, value] of Object.entries(attributes)) put(object, name, withEntities(value));
  for (const node of nodes) {
    if (node['#text'] !== undefined) text += withEntities(node['#text']);
    else if (node['#cdata']) text += node['#cdata'].map((part) => part['#text'] ?? '').join('');
    else {
      const name = Object.keys(node).find((key) => key !== ':@')!;
      if (name.startsWith('?') || name.startsWith('!')) continue;
      children = true;
      put(object, name, contentOf(node[name] as XmlNode[], node[':@'] ?? {}, depth + 1));
    }
  }
  const shown = text.trim();
  if (!children) return depth === 1 ? {} : shown || null;
  if (shown) put(object, '#text', shown);
  return object;
};

/** A name that comes again makes a list. */
const put = (object: JsonObject, name: string, value: Json): void => {
  const before = Object.hasOwn(object, name) ? object[name] : undefined;
  const together = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  Object.defineProperty(object, name, { value: together, writable: true, enumerable: true, configurable: true });
};
