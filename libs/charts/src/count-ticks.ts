/** Returns round ticks for an axis of whole numbers, from 0 to the first one at or above `max`. */
export const createCountTicks = (max: number, wanted: number): number[] => {
  const step = roundStep(Math.max(max, 1) / Math.max(wanted, 1));
  const last = Math.ceil(Math.max(max, 1) / step);
  return Array.from({ length: last + 1 }, (_, index) => index * step);
};

const roundStep = (rough: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  return factor * power;
};
