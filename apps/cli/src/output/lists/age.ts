const units = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1000, name: 's' },
];

/** A span of time in its largest unit: `3 h`, `12 s`. */
const spanText = (ms: number): string => {
  const span = Math.max(0, ms);
  const unit = units.find((one) => span >= one.ms) ?? { ms: 1000, name: 's' };
  return `${Math.floor(span / unit.ms)} ${unit.name}`;
};

/** How long ago, or in how long, a time is; `-` for none. */
export const whenText = (time: string | null | undefined, now: number): string => {
  if (!time) return '-';
  const age = now - Date.parse(time);
  return age >= 0 ? `${spanText(age)} ago` : `in ${spanText(-age)}`;
};
