import { parse } from 'yaml';

/** Found in every manifest, and so of no interest. */
const everywhere = new Set([
  'DeclarativeSource',
  'CheckStream',
  'Spec',
  'DeclarativeStream',
  'SimpleRetriever',
  'RecordSelector',
  'DpathExtractor',
]);
const plain = new Set(['HttpRequester', 'RequestOption', 'object', 'string', 'integer', 'number', 'boolean', 'array']);

/** The components that a manifest uses, sorted: what a comparison covers. */
export const componentTypes = (manifest: string): string[] => {
  const found = new Set<string>();
  collect(parse(manifest, { version: '1.1' }), found);
  return [...found].filter((type) => !everywhere.has(type) && !plain.has(type)).sort();
};

const collect = (value: unknown, found: Set<string>): void => {
  if (typeof value !== 'object' || value === null) return;
  const type = (value as { type?: unknown }).type;
  if (typeof type === 'string' && /^[A-Z]/.test(type)) found.add(type);
  for (const each of Object.values(value)) collect(each, found);
};
