import type { Json } from '@twl/contracts';

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
const mailDate = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:GMT|UTC|[+-]\d{4})$/;

/** A time as sources write it (ISO 8601, mail dates, seconds or milliseconds since 1970) as ISO time in UTC; null when it is none. Without a zone it is UTC. */
export const isoTime = (value: Json | undefined): string | null => {
  if (typeof value === 'number') return format(epoch(value));
  if (typeof value !== 'string' || value.length > 64) return null;
  if (/^\d{9,13}(\.\d+)?$/.test(value)) return format(epoch(Number(value)));
  if (mailDate.test(value)) return format(Date.parse(value));
  const parts = pattern.exec(value);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const valid = new Date(utc).getUTCDate() === day && month <= 12 && hour < 24 && minute < 60 && second < 61;
  return valid ? format(utc - offset(parts[8])) : null;
};

const epoch = (value: number): number => (Math.abs(value) >= 1e11 ? value : value * 1000);

const offset = (zone: string | undefined): number => {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  return parts ? (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3] ?? 0)) * 60_000 : 0;
};

const format = (ms: number): string | null => {
  const date = new Date(ms);
  return Number.isNaN(ms) || Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1
    ? null
    : date.toISOString();
};
