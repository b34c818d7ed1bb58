import { gzipSync } from 'node:zlib';
import type { LocalAnswer } from '../local-api';
import type { BodyFormat } from './endpoints';

/** Writes a body in the form that the manifest reads. */
export const bodyText = (body: unknown, form: { format: BodyFormat; packed: boolean; records: readonly object[] }): LocalAnswer => {
  const { type, text } = written(body, form);
  return { headers: { 'content-type': type }, body: form.packed ? gzipSync(text) : text };
};

const written = (
  body: unknown,
  { format, records }: { format: BodyFormat; records: readonly object[] },
): { type: string; text: string } => {
  if (format === 'lines') return { type: 'application/jsonl', text: records.map((each) => `${JSON.stringify(each)}\n`).join('') };
  if (format === 'csv') return { type: 'text/csv', text: csv(records) };
  if (format === 'xml') return { type: 'application/xml', text: `<?xml version="1.0"?>${rooted(body)}` };
  return { type: 'application/json', text: JSON.stringify(body) };
};

const csv = (records: readonly object[]): string => {
  const names = Object.keys(records[0] ?? {});
  const rows = records.map((each) => names.map((name) => cell((each as Record<string, unknown>)[name])));
  return [names, ...rows].map((row) => `${row.join(',')}\n`).join('');
};

const cell = (value: unknown): string => (typeof value === 'object' ? `"${JSON.stringify(value).replaceAll('"', '""')}"` : String(value));

/** A document has one element around all others. */
const rooted = (body: unknown): string => {
  const names = Object.keys(body ?? {});
  return names.length === 1 && !Array.isArray(body)
    ? element(names[0]!, (body as Record<string, unknown>)[names[0]!])
    : element('root', body);
};

const element = (name: string, value: unknown): string => {
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('');
  if (typeof value !== 'object' || value === null) return `<${name}>${String(value)}</${name}>`;
  return `<${name}>${Object.entries(value)
    .map(([key, each]) => element(key, each))
    .join('')}</${name}>`;
};
