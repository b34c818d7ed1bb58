const units: [from: number, perMs: number][] = [
  [1e17, 1e6],
  [1e14, 1e3],
  [1e11, 1],
];

/** As seconds this is the beginning of the year 1; there is nothing before it. */
const firstSecond = -62_135_596_800;

/**
 * Converts a number of unknown unit to milliseconds since 1970: seconds, milliseconds, microseconds or nanoseconds, distinguished by size.
 * Correct for times from 1973 to 5138; others need a format.
 */
export const toEpochMs = (value: number): number => {
  const unit = units.find(([from]) => Math.abs(value) >= from);
  if (unit) return value / unit[1];
  return value < firstSecond ? value : value * 1000;
};
