import { formatDatetime, parseDatetime, later, toUtc, type Moment } from '@twl/jinja';
const day = 86_400_000_000n;
const zoneDirective = /(?<!%)(?:%%)*%:?z/;
const literalOffset = /%(?:[HIMSTXRfcp]|_ms)(?:\.0+)?\s*([+-])(\d\d)(?::?(\d\d))?$/;
const literalUtc = /(?:Z|UTC|GMT)$/;
const leapSecond = /(?<=\d:\d\d):60(?![\d:])/;
const endOfDay = /(?<!\d)24(?=:00(?::00(?:[.,]0+)?)?(?![:.,]?\d))/;

/** The zone of the times in a format: a fixed one in seconds east of UTC, the one of each time, or none. */
type Zone = number | 'own' | 'none';

const zones = new Map<string, Zone>();

const zoneOf = (format: string): Zone => {
  let zone = zones.get(format);
  if (zone === undefined) {
    if (zones.size >= 500) zones.clear();
    zones.set(format, (zone = readZone(format)));
  }
  return zone;
};

const readZone = (format: string): Zone => {
  if (zoneDirective.test(format)) return 'own';
  const offset = literalOffset.exec(format);
  if (offset) return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 3600 + Number(offset[3] ?? 0) * 60);
  return literalUtc.test(format) ? 0 : 'none';
};

/**
 * Reads a time of a source in one of the language's formats. Beyond the language: an offset that the format itself names counts, `%:z` is
 * read, a leap second is the last instant of its minute, and 24:00 the beginning of the next day. @throws ValueError
 */
export const parseSourceTime = (value: string | number | bigint, format: string): Moment => {
  const zone = zoneOf(format);
  const read = (text: typeof value): Moment => {
    const moment = parseDatetime(text, zone === 'own' ? format.replaceAll('%:z', '%z') : format);
    return typeof zone === 'number' ? { ...moment, offset: zone } : moment;
  };
  try {
    return read(value);
  } catch (error) {
    // Only what the format does not read as it stands: 24 minutes past an hour look like the end of a day.
    if (typeof value === 'string' && leapSecond.test(value)) return { ...read(value.replace(leapSecond, ':59')), micro: 999_999 };
    if (typeof value === 'string' && endOfDay.test(value)) return later(read(value.replace(endOfDay, '00')), day);
    throw error;
  }
};

/**
 * Writes a time in the zone of the format, so that what the source reads is the same instant or, where the format has no zone and the source may
 * mean UTC or the zone its records are in, the earlier one of both: at worst records are read again.
 */
export const formatSourceTime = (moment: Moment, format: string): string => {
  const zone = zoneOf(format);
  if (zone === 'own') return formatDatetime(moment, format);
  if (zone === 'none') return formatDatetime((moment.offset ?? 0) < 0 ? moment : inZone(moment, 0), format);
  return formatDatetime(inZone(moment, zone), format);
};

const inZone = (moment: Moment, offset: number): Moment => {
  if ((moment.offset ?? 0) === offset) return moment;
  try {
    return { ...later({ ...toUtc(moment), offset: 0 }, BigInt(offset) * 1_000_000n), offset };
  } catch {
    // At the very ends of the calendar there is no such time.
    return moment;
  }
};

/** The time as the format keeps it: without what is finer than its smallest unit. */
export const asWritten = (moment: Moment, format: string): Moment => {
  try {
    return parseSourceTime(formatSourceTime(moment, format), format);
  } catch {
    return moment;
  }
};
