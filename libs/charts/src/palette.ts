const size = 8;

/** The color of the series at a position: a custom property, so that light and dark need no redrawing. */
export const colorAt = (index: number): string => `var(--twl-series-${(index % size) + 1})`;

/** Colors by name in the form that ngx-charts asks for. */
export const namedColors = (names: readonly string[]): { name: string; value: string }[] =>
  names.map((name, index) => ({ name, value: colorAt(index) }));
