import type { JsonObject } from '@twl/contracts';

/** Parses the `Link` header to a mapping by `rel` (by URL if it has none), as templates read it: `headers['link']['next']['url']`. */
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

/** Parses one link: its URL, in angle brackets or up to the first semicolon, and its parameters. */
const linkOf = (entry: string): JsonObject => {
  const end = entry.includes('>') ? entry.indexOf('>') : entry.includes(';') ? entry.indexOf(';') : entry.length;
  const link: JsonObject = { url: entry.slice(entry.startsWith('<') ? 1 : 0, end).trim() };
  for (const part of entry.slice(end + 1).split(';')) {
    const cut = part.indexOf('=');
    if (cut > 0) link[part.slice(0, cut).trim().toLowerCase()] = part.slice(cut + 1).replace(/^[\s"']+|[\s"',]+$/g, '');
  }
  return link;
};
