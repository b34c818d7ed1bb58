import type { ComponentNode } from '../../build/component-node';
import type { ManifestError } from '../../errors/connector-errors';
import { formatSourceTime, parseSourceTime } from '../../incremental/source-time';
import { microsOf } from '@twl/jinja';

/** A time that every format can write, except for what it leaves out. */
const sample = parseSourceTime('2026-02-03T04:05:06Z', '%Y-%m-%dT%H:%M:%SZ');
const year = 366n * 86_400_000_000n;

const ways = ['full_refresh_stream', 'incremental_stream'];

/** Returns warnings about cursor times: formats that cannot write and read a time, and a start that does not fit its format. */
export const findCursorWarnings = (streams: readonly ComponentNode[]): ManifestError[] =>
  streams.flatMap((stream) => {
    const cursors = [stream, ...ways.map((way) => stream.child(way))].map((node) => node?.child('incremental_sync'));
    return cursors.flatMap((cursor) => (cursor?.type === 'DatetimeBasedCursor' ? warningsOf(cursor) : []));
  });

const warningsOf = (cursor: ComponentNode): ManifestError[] => {
  const outgoing = cursor.text('datetime_format') ?? '';
  const wrong = [outgoing, ...cursor.texts('cursor_datetime_formats')].filter((format) => !isTemplate(format) && !canTell(format));
  return [
    ...wrong.map((format) => {
      const key = format === outgoing ? 'datetime_format' : 'cursor_datetime_formats';
      return cursor.error(
        `${JSON.stringify(format)} is not a format that times can be written and read in (one is %Y-%m-%dT%H:%M:%SZ)`,
        key,
      );
    }),
    ...(wrong.length > 0 ? [] : startWarnings(cursor, outgoing)),
  ];
};

const startWarnings = (cursor: ComponentNode, format: string): ManifestError[] => {
  const start = cursor.get('start_datetime');
  if (typeof start !== 'string' || isTemplate(start) || isTemplate(format) || fits(start, format)) return [];
  return [cursor.error(`${JSON.stringify(start)} does not fit datetime_format ${format}, so that no read can begin`, 'start_datetime')];
};

const isTemplate = (text: string): boolean => text.includes('{{') || text.includes('{%');

/** Returns true if a time survives the format within a year: there are formats of months and of years. */
const canTell = (format: string): boolean => {
  try {
    const away = microsOf(parseSourceTime(formatSourceTime(sample, format), format)) - microsOf(sample);
    return away <= 0n && away > -year;
  } catch {
    return false;
  }
};

const fits = (text: string, format: string): boolean => {
  try {
    parseSourceTime(text, format);
    return true;
  } catch {
    return false;
  }
};
