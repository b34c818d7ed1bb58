import { formatDatetime, parseDatetime, addMicros, toUtc, type Moment } from '@twl/jinja';
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
  const parseInFormat = (text: typeof value): Moment => {
    const moment = parseDatetime(text, zone === 'own' ? format.replaceAll('%:z', '%z') : format);
    return typeof zone === 'number' ? { ...moment, offset: zone } : moment;
  };
  try {
    return parseInFormat(value);
  } catch (error) {
    // Only if the format cannot read the text: 24 minutes past an hour look like the end of a day.
    if (typeof value === 'string' && leapSecond.test(value)) return { ...parseInFormat(value.replace(leapSecond, ':59')), micro: 999_999 };
    if (typeof value === 'string' && endOfDay.test(value)) return addMicros(parseInFormat(value.replace(endOfDay, '00')), day);
    throw error;
  }
};

/**
 * Formats a time in the zone of the format, so that the source reads the same instant. If the format has no zone and the source can mean
 * UTC or the zone of its records, it is the earlier of both: at worst records are read again.
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
    return { ...addMicros({ ...toUtc(moment), offset: 0 }, BigInt(offset) * 1_000_000n), offset };
  } catch {
    // At the very ends of the calendar there is no such time.
    return moment;
  }
};

/** Truncates a time to the smallest unit of the format. */
export const writtenTimeOf = (moment: Moment, format: string): Moment => {
  try {
    return parseSourceTime(formatSourceTime(moment, format), format);
  } catch {
    return moment;
  }
};
