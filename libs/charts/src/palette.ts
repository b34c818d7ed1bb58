const size = 8;

/** The color of the series at a position: a custom property, so that light and dark need no redrawing. */
export const colorAt = (index: number): string => `var(--twl-series-${(index % size) + 1})`;

const dashes = ['none', '7 3', '2 3', '10 3 2 3', '4 2', '1 3', '12 4', '6 2 2 2'];

/** The dashes of the line at a position: lines that cover each other, or look alike to a reader, can be told apart. */
export const dashesAt = (index: number): string => dashes[index % dashes.length]!;

/** Colors by name in the form that ngx-charts asks for. */
export const namedColors = (names: readonly string[]): { name: string; value: string }[] =>
  names.map((name, index) => ({ name, value: colorAt(index) }));
