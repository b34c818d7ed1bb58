/** One bar: what it is called and how long it is. */
export interface Bar {
  name: string;
  value: number;
}

/** A value at the start of a bucket of time; `t` is an ISO time. */
export interface TimePoint {
  t: string;
  v: number;
}

/** One line over time, its points in order. At most 500 of them draw well. */
export interface Series {
  name: string;
  points: TimePoint[];
}

/** The width of a bucket of time. Days are days of UTC, whatever zone is shown. */
export type Bucket = 'minute' | 'hour' | 'day';

/** In whose time axis and tooltips speak: the browser's own, or UTC. */
export type TimeZone = 'local' | 'utc';
