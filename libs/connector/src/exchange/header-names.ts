import type { Json, JsonObject } from '@twl/contracts';
import { parseLinkHeader } from './link-header';

/**
 * Returns the headers of a response as templates see them: names in lower case, and also spelt as the templates spell them; `link` is
 * parsed by `rel`.
 */
export const headersForTemplates = (headers: Readonly<Record<string, string>>, templates: readonly string[]): JsonObject => {
  const seen: Record<string, Json> = { ...headers };
  for (const [, name = ''] of templates.join('\n').matchAll(/['"]([A-Za-z0-9-]+)['"]/g)) {
    const value = headers[name.toLowerCase()];
    if (value !== undefined) seen[name] = value;
  }
  seen['link'] = parseLinkHeader(headers['link']);
  return seen;
};
