import type { JsonObject } from '@twl/contracts';

const pattern = /<\s*([^>]*)\s*>([^<]*)/g;

/** The `Link` header as a mapping by `rel` (by address where it has none), as templates read it: `headers['link']['next']['url']`. */
export const parseLinkHeader = (header: string | undefined): JsonObject => {
  const links: JsonObject = {};
  for (const [, url, rest] of (header ?? '').slice(0, 65_536).matchAll(pattern)) {
    const link: JsonObject = { url: url! };
    for (const part of rest!.split(';')) {
      const cut = part.indexOf('=');
      if (cut > 0) link[part.slice(0, cut).trim().toLowerCase()] = part.slice(cut + 1).replace(/^[\s"']+|[\s"',]+$/g, '');
    }
    links[typeof link['rel'] === 'string' ? link['rel'] : url!] = link;
  }
  return links;
};
