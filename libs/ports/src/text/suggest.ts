/** Returns the name that is most similar to a misspelt one, if its distance is at most two, or a third of the length. */
export const suggest = (wrong: string, names: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let least = Math.min(2, Math.floor(wrong.length / 3)) + 1;
  for (const name of names) {
    const slips = distance(wrong.toLowerCase(), name.toLowerCase(), least);
    if (slips < least) [best, least] = [name, slips];
  }
  return best;
};

const at = (row: readonly number[], index: number): number => row[index] ?? 0;

/** Edit distance of two texts: insertions, deletions, changes and swapped neighbours; at most `limit`. */
const distance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(before, j - 2) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return Math.min(at(last, b.length), limit);
};
