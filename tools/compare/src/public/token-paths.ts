/** What a stub has to know of a manifest to answer anything that it asks for. */
export interface ManifestFacts {
  /** Paths at which records are looked for. */
  recordPaths: string[][];
  /** Fields of records, with a value for each. */
  fields: Map<string, unknown>;
  /** Places inside of records that templates read. */
  nestedFields: string[][];
  /** Query keys and body fields that carry a page token. */
  tokenFields: Set<string>;
  /** Places in an answer where the next page's token is looked for. */
  nextPaths: string[][];
  /** Places in an answer where a login's token is looked for. */
  tokenPaths: string[][];
}

type Node = Record<string, unknown>;

/** Looks through a parsed manifest. */
export const manifestFacts = (manifest: unknown): ManifestFacts => {
  const facts: ManifestFacts = {
    recordPaths: [],
    fields: new Map([['id', 7]]),
    nestedFields: [],
    tokenFields: new Set(),
    nextPaths: [],
    tokenPaths: [],
  };
  visit(manifest, facts);
  facts.nestedFields = readPaths(JSON.stringify(manifest).replaceAll('\\"', "'"), '(?:last_)?record').filter((path) => path.length > 1);
  return facts;
};

const visit = (value: unknown, facts: ManifestFacts): void => {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) note(value as Node, facts);
  for (const each of Object.values(value)) visit(each, facts);
};

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.flat().map(String) : value === undefined ? [] : [String(value)]);

const note = (node: Node, { recordPaths, fields, tokenFields, nextPaths, tokenPaths }: ManifestFacts): void => {
  if (Array.isArray(node['field_path']) && node['type'] !== 'ComponentMappingDefinition') recordPaths.push(texts(node['field_path']));
  for (const name of [...texts(node['primary_key']), ...texts(node['parent_key'])])
    if (isName(name) && !fields.has(name)) fields.set(name, 7);
  if (typeof node['cursor_field'] === 'string' && isName(node['cursor_field'])) {
    const format = node['datetime_format'] ?? texts(node['cursor_datetime_formats'])[0];
    fields.set(node['cursor_field'], typeof format === 'string' ? timeIn(format) : 7);
  }
  const token = node['page_token_option'] as Node | undefined;
  for (const name of texts(token?.['field_name']).concat(texts(token?.['field_path']).slice(-1))) tokenFields.add(name);
  if (typeof node['cursor_value'] === 'string') nextPaths.push(...readPaths(node['cursor_value'], 'response'));
  if (Array.isArray(node['session_token_path'])) tokenPaths.push(texts(node['session_token_path']));
  if (typeof node['access_token_name'] === 'string') tokenPaths.push([node['access_token_name']]);
};

const isName = (name: string): boolean => /^[\w-]+$/.test(name);

/** The places of a variable that templates read: `response.a.b`, `response['a']['b']`, `response.get('a')`. */
const readPaths = (templates: string, variable: string): string[][] =>
  [
    ...templates.matchAll(
      new RegExp(`\\b${variable}((?:\\.get\\(\\s*['"][^'"]+['"][^)]*\\)|\\.\\w+(?!\\w*\\()|\\[\\s*['"][^'"]+['"]\\s*\\])+)`, 'g'),
    ),
  ].map((match) =>
    [...match[1]!.matchAll(/get\(\s*['"]([^'"]+)['"]|\.(\w+)|\[\s*['"]([^'"]+)['"]/g)]
      .map((part) => part[1] ?? part[2] ?? part[3]!)
      .filter((part) => part !== 'get'),
  );

const moment = new Date(Date.now() - 36 * 3_600_000);

/** A moment the day before yesterday, in a strftime format. */
const timeIn = (format: string): unknown => {
  const iso = moment.toISOString();
  if (format === '%s') return Math.floor(moment.getTime() / 1000);
  if (format === '%ms') return moment.getTime();
  const parts: Record<string, string> = {
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    f: '000000',
    z: '+0000',
    Z: 'UTC',
    s: String(Math.floor(moment.getTime() / 1000)),
  };
  return format.replaceAll('%ms', String(moment.getTime())).replace(/%(.)/g, (_all, letter: string) => parts[letter] ?? '');
};
