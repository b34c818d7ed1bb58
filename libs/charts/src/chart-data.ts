/** One bar: its name and its length. */
export interface Bar {
  name: string;
  value: number;
}

/** A value at the start of a time bucket; `t` is an ISO time. */
export interface TimePoint {
  t: string;
  v: number;
}

/** One line over time, its points in order; up to 500 points. */
export interface Series {
  name: string;
  points: TimePoint[];
}

/** Width of a time bucket. Days are UTC days in every time zone. */
export type Bucket = 'minute' | 'hour' | 'day';

/** Time zone of the time axis and tooltips: the browser's own, or UTC. */
export type TimeZone = 'local' | 'utc';
