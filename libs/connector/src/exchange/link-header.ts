import type { JsonObject } from '@twl/contracts';

/** The `Link` header as a mapping by `rel` (by address where it has none), as templates read it: `headers['link']['next']['url']`. */
export const parseLinkHeader = (header: string | undefined): JsonObject => {
  const links: JsonObject = {};
  const text = (header ?? '').slice(0, 65_536).trim();
  for (const entry of text === '' ? [] : text.split(/,\s*</)) {
    const link = linkOf(entry);
    const name = link['rel'] === undefined || link['rel'] === '' ? link['url'] : link['rel'];
    links[String(name)] = link;
  }
  return links;
};

/** One link: its address, in angle brackets or up to the first semicolon, and what is said of it. */
const linkOf = (entry: string): JsonObject => {
  const end = entry.includes('>') ? entry.indexOf('>') : entry.includes(';') ? entry.indexOf(';') : entry.length;
  const link: JsonObject = { url: entry.slice(entry.startsWith('<') ? 1 : 0, end).trim() };
  for (const part of entry.slice(end + 1).split(';')) {
    const cut = part.indexOf('=');
    if (cut > 0) link[part.slice(0, cut).trim().toLowerCase()] = part.slice(cut + 1).replace(/^[\s"']+|[\s"',]+$/g, '');
  }
  return link;
};
