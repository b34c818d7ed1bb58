import type { Bucket, TimeZone } from './chart-data';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [1, 2, 5, 10, 15, 30]
  .map((n) => n * minute)
  .concat([1, 2, 3, 6, 12].map((n) => n * hour))
  .concat([1, 2, 7, 14, 28, 56, 91, 182, 364].map((n) => n * day));

/** Returns the zone for the name of a bucket: a day is a day of UTC. */
export const zoneOf = (bucket: Bucket, zone: TimeZone): TimeZone => (bucket === 'day' ? 'utc' : zone);

const offsetAt = (time: number, zone: TimeZone): number => (zone === 'utc' ? 0 : -new Date(time).getTimezoneOffset() * minute);

/** Returns about `wanted` round times of the zone between two times. */
export const createTimeTicks = (from: number, to: number, { wanted, zone }: { wanted: number; zone: TimeZone }): Date[] => {
  const step = steps.find((candidate) => candidate >= (to - from) / Math.max(wanted, 1)) ?? Math.max(...steps);
  const ticks: Date[] = [];
  for (let time = floorTo(from, step, zone); time <= to; time = floorTo(time + step + step / 2, step, zone)) {
    if (time >= from) ticks.push(new Date(time));
  }
  return ticks;
};

const floorTo = (time: number, step: number, zone: TimeZone): number => {
  const offset = offsetAt(time, zone);
  return Math.floor((time + offset) / step) * step - offset;
};

/** Returns a short label for a tick: the time of day, or the date at midnight and for day ticks. */
export const createTickFormat = (bucket: Bucket, zone: TimeZone): ((time: Date) => string) => {
  const timeZone = zoneOf(bucket, zone) === 'utc' ? 'UTC' : undefined;
  const date = new Intl.DateTimeFormat(undefined, { timeZone, day: 'numeric', month: 'short' });
  const clock = new Intl.DateTimeFormat(undefined, { timeZone, hour: '2-digit', minute: '2-digit' });
  return (time) => {
    const midnight = (time.getTime() + offsetAt(time.getTime(), zoneOf(bucket, zone))) % day === 0;
    return bucket === 'day' || midnight ? date.format(time) : clock.format(time);
  };
};

/** Returns the full name of a bucket, with its zone. */
export const createBucketFormat = (bucket: Bucket, zone: TimeZone): ((time: Date) => string) => {
  const timeZone = zoneOf(bucket, zone) === 'utc' ? 'UTC' : undefined;
  const options: Intl.DateTimeFormatOptions =
    bucket === 'day'
      ? { dateStyle: 'medium' }
      : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };
  const format = new Intl.DateTimeFormat(undefined, { ...options, timeZone });
  return (time) => (bucket === 'day' ? `${format.format(time)} UTC` : format.format(time));
};
