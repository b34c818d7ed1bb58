import type { Cheerio, CheerioAPI } from 'cheerio';

type Elements = ReturnType<CheerioAPI>;
type Node = Elements extends Cheerio<infer Each> ? Each : never;

/** Elements that a browser separates from their neighbours. */
const apart = new Set(
  (
    'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frame h1 h2 ' +
    'h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p plaintext pre search section summary table tbody td tfoot th thead ' +
    'tr ul xmp'
  ).split(' '),
);

/** Elements with invisible text; the text of a selected one is used: `script[type="application/ld+json"]`. */
const unseen = new Set(['script', 'style', 'template']);

/** The text of elements as a reader sees it: words of different blocks, cells and lines apart, white space as one space. */
export const textOfElements = (elements: Elements): string => {
  const parts: string[] = [];
  const open: (Node | string)[] = elements.toArray().reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') parts.push(node);
    else if (node.type === 'text') parts.push(node.data);
    else if ('children' in node) {
      const space = 'name' in node && apart.has(node.name) ? ' ' : '';
      parts.push(space);
      open.push(space);
      for (const child of node.children.toReversed()) if (!('name' in child && unseen.has(child.name))) open.push(child);
    }
  }
  return parts.join('').replace(/\s+/g, ' ').trim();
};
