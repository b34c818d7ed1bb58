const size = 8;

/** Returns the color of a series by its index: a custom property, so that a switch of light and dark needs no redraw. */
export const colorOf = (index: number): string => `var(--twl-series-${(index % size) + 1})`;

const dashes = ['none', '7 3', '2 3', '10 3 2 3', '4 2', '1 3', '12 4', '6 2 2 2'];

/** Returns the dash pattern of a line by its index, so that lines differ even where they overlap or their colors look alike. */
export const dashesOf = (index: number): string => dashes[index % dashes.length] ?? 'none';

/** Returns colors by name in the form that ngx-charts takes. */
export const colorsByName = (names: readonly string[]): { name: string; value: string }[] =>
  names.map((name, index) => ({ name, value: colorOf(index) }));
