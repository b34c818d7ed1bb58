import type { Json } from '@twl/contracts';
import { toJsonText, errorText } from '@twl/json';
import type { ComponentNode } from '../../build/component-node';
import type { HtmlField } from './html-format';

/** The selector library; loading it takes a tenth of the start time, so only sources of HTML load it. */
let selectors: typeof import('cheerio/slim') | undefined;

/** Loads the library that checks selectors before a source is built, if its manifest has some. */
export const loadSelectors = async (manifest: Json): Promise<void> => {
  if (toJsonText(manifest).includes('HtmlDecoder')) selectors ??= await import('cheerio/slim');
};

/** The `fields` of an `HtmlDecoder`: a selector, `selector@attribute`, or `{ selector, attribute, all }`. @throws ManifestError */
export const buildHtmlFields = (node: ComponentNode): Map<string, HtmlField> => {
  checkSelector(node, node.required('items'), 'items');
  const fields = Object.entries(node.object('fields') ?? {}).map(([name, written]): [string, HtmlField] => {
    const field = buildHtmlField(node, written);
    if (field.selector) checkSelector(node, field.selector, 'fields');
    return [name, field];
  });
  if (fields.length === 0) throw node.error('HtmlDecoder needs at least one of fields', 'fields');
  return new Map(fields);
};

const buildHtmlField = (node: ComponentNode, written: unknown): HtmlField => {
  if (typeof written === 'string') {
    const [, selector = '', attribute] = /^(.*?)(?:@([\w:-]+))?$/s.exec(written.trim()) ?? [];
    return { selector: selector.trim(), attribute, all: false };
  }
  if (typeof written !== 'object' || written === null) throw node.error('a field is a CSS selector or a mapping with selector', 'fields');
  const { selector, attribute, all } = written as Record<string, unknown>;
  return {
    selector: typeof selector === 'string' ? selector : '',
    attribute: typeof attribute === 'string' ? attribute : undefined,
    all: all === true,
  };
};

const checkSelector = (node: ComponentNode, selector: string, key: string): void => {
  try {
    selectors?.load('<i></i>')(selector);
  } catch (error) {
    throw node.error(`${JSON.stringify(selector)} is not a CSS selector: ${errorText(error)}`, key);
  }
};
