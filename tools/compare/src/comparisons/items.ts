/** `count` items with ids from `from` on. */
export const rows = (count: number, from = 0): { id: number }[] => Array.from({ length: count }, (_, i) => ({ id: from + i }));

/** The 25 items that most manifests read: one a day of January 2024. */
export const days = Array.from({ length: 25 }, (_, i) => ({
  id: i,
  at: `2024-01-${String(i + 1).padStart(2, '0')}`,
  name: `Name ${i}`,
  nested: { Deep: { x: i } },
  list: [i, { y: i }],
  f: i / 4,
  big: '007',
}));

/** The days that a query asks for with `from` and `to`. */
export const between = ({ query }: { query: Record<string, string> }): { body: unknown } => ({
  body: { items: days.filter((day) => (!query['from'] || day.at >= query['from']) && (!query['to'] || day.at <= query['to'])) },
});

/** Two parents with a day each. */
export const parents = {
  body: {
    items: [
      { id: 'p1', name: 'one', at: '2024-01-05', meta: { c: 1 } },
      { id: 'p2', name: 'two', at: '2024-01-09', meta: { c: 2 } },
    ],
  },
};
