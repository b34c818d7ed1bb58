/** A cell of a table: its text, and its colours, which take no room. */
export interface Cell {
  text: string;
  paint?: ((text: string) => string) | undefined;
  /** True for what people copy, such as an id: it is never cut. */
  isWhole?: boolean;
}

/** Width of the output: of the terminal, or as `COLUMNS` says; undefined in a pipe, where nothing is cut. */
export const outputWidth = (): number | undefined => {
  if (process.stdout.isTTY) return process.stdout.columns || 80;
  const given = Number(process.env['COLUMNS']);
  return Number.isInteger(given) && given >= 20 ? given : undefined;
};

/** Formats rows in columns that are as wide as their widest cell. The last column takes what is left of the width, and is cut to it. */
export const tableLines = (rows: readonly (readonly Cell[])[], width: number | undefined): string[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => row[column]?.text.length ?? 0)));
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + gap.length, 0);
  const left = width === undefined ? Infinity : Math.max(8, width - before);
  return rows.map((row) => {
    const shown = row.map(({ text, paint = same, isWhole }, column) => {
      const isLast = column === columns - 1;
      const cut = isLast && !isWhole ? cutTo(text, left) : text;
      const room = isLast || column === row.length - 1 ? 0 : (widths[column] ?? 0) - cut.length;
      return paint(cut) + ' '.repeat(Math.max(0, room));
    });
    return shown.join(gap).trimEnd();
  });
};

const gap = '  ';
const same = (text: string): string => text;

const cutTo = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`);
