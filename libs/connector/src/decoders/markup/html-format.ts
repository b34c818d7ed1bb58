import type { CheerioAPI } from 'cheerio';
import type { Json, JsonObject } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import { refuseBroken } from '../../charset/broken-text';
import type { Located } from '../../roles/roles';
import type { MissingList } from '../../session/missing-list';
import { type ByteSource, emptyBody } from '../../payload/bytes';
import type { Format } from '../format/format';
import { wholeText } from '../format/whole-text';
import { textOfElements } from './html-text';

/** What to read from one item of a page. */
export interface HtmlField {
  /** Selector inside the item; empty for the item itself. */
  selector: string;
  /** An attribute instead of the text. */
  attribute?: string;
  /** Every match, as a list. */
  all: boolean;
}

type Part = ReturnType<CheerioAPI>;

const readPart = (part: Part, { attribute }: HtmlField): Json => {
  if (part.length === 0) return null;
  return attribute === undefined ? textOfElements(part) : (part.attr(attribute) ?? null);
};

const readHtmlField = (item: Part, field: HtmlField, page: CheerioAPI): Json => {
  const found = field.selector ? item.find(field.selector) : item;
  return field.all ? found.toArray().map((element) => readPart(page(element), field)) : readPart(found.first(), field);
};

/** Several elements without any of the fields are none of those that were meant: the page was rebuilt. A single one may be the head of an empty table. */
const isOtherPage = (found: readonly JsonObject[]): boolean =>
  found.length > 1 &&
  found.every((value) => Object.values(value).every((field) => field === null || (Array.isArray(field) && field.length === 0)));

/** An HTML page: an object per element that a CSS selector finds. An extension of the language. */
export class HtmlFormat implements Format {
  readonly streams = false;

  constructor(
    private readonly items: string,
    private readonly fields: ReadonlyMap<string, HtmlField>,
    private readonly encoding?: string,
  ) {}

  /** A page without such an element does not tell an empty list from another page. */
  async missing(source: ByteSource): Promise<MissingList> {
    const found = await this.elements(source);
    const [path, has] = [
      `the selector ${JSON.stringify(this.items)}`,
      `${found.length} elements fit, and no field is found in any of them`,
    ];
    return found.length === 0 ? { path, has: '', instead: 'nothing' } : { path, has, instead: 'list' };
  }

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    const found = await this.elements(source);
    if (isOtherPage(found)) return;
    for (const [index, value] of found.entries()) yield refuseBroken({ pointer: `/${index}`, value });
  }

  private async elements(source: ByteSource): Promise<JsonObject[]> {
    const text = await wholeText(source, { encoding: this.encoding, markup: true });
    if (!text.includes('<')) {
      if (text.trim() === '') throw emptyBody();
      throw new UnreadablePageError('SHAPE', 'the body is not HTML');
    }
    // Loading it takes a quarter of a second, which only pages of HTML should cost.
    const { load } = await import('cheerio');
    const page = load(text);
    return page(this.items)
      .toArray()
      .map((element) => Object.fromEntries([...this.fields].map(([name, field]) => [name, readHtmlField(page(element), field, page)])));
  }

  async document(source: ByteSource): Promise<Json> {
    const items: Json[] = [];
    for await (const { value } of this.decode(source)) items.push(value);
    return items;
  }
}
