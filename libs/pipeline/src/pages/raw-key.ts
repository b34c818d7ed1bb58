import type { PageMeta } from '@twl/contracts';
import { derivedTypes } from './derived-page';

const extensions: Record<string, string> = {
  'application/json': 'json',
  'application/x-ndjson': 'jsonl',
  'application/jsonl': 'jsonl',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  [derivedTypes.deletions]: 'deletions.json',
  [derivedTypes.restorations]: 'restorations.json',
  'application/zip': 'zip',
  'application/gzip': 'gz',
};

const extensionOf = (contentType: string): string => {
  const [written = ''] = contentType.split(';', 1);
  const type = written.trim().toLowerCase();
  return extensions[type] ?? (type.endsWith('+json') || type === '' ? 'json' : type.endsWith('+xml') ? 'xml' : 'bin');
};

/**
 * The raw key of a page: `raw/source=…/stream=…/date=YYYY-MM-DD/{timestamp}-{seq}-{page}.json.gz`, UTC. The keys of a stream sort in
 * order of arrival.
 */
export const rawKeyOf = (meta: PageMeta): string =>
  rawKeyNamed(meta, `${String(meta.pageIndex).padStart(6, '0')}.${extensionOf(meta.contentType)}.gz`);

/** The key of an object of a run; `name` is the last part of its file name. */
export const rawKeyNamed = ({ source, stream, runSeq, fetchedAt }: PageMeta, name: string): string => {
  const timestamp = new Date(fetchedAt).toISOString().replace(/[-:.]/g, '');
  const file = `${timestamp}-${String(runSeq).padStart(8, '0')}-${name}`;
  return `raw/source=${source}/stream=${stream}/date=${fetchedAt.slice(0, 10)}/${file}`;
};
