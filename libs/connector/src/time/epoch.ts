const units: [from: number, perMs: number][] = [
  [1e17, 1e6],
  [1e14, 1e3],
  [1e11, 1],
];

/** As seconds this is the beginning of the year 1; there is nothing before it. */
const firstSecond = -62_135_596_800;

/**
 * Milliseconds since 1970 of a number whose unit nobody declares: seconds, milliseconds, microseconds or nanoseconds, told apart by size.
 * Right for times from 1973 to 5138; a format is needed for others.
 */
export const epochMs = (value: number): number => {
  const unit = units.find(([from]) => Math.abs(value) >= from);
  if (unit) return value / unit[1];
  return value < firstSecond ? value : value * 1000;
};
