/** What is allowed at a position of the language, parsed from the short notation of `definitions.json`. */
export type Kind =
  | { is: 'any' }
  | { is: 'scalar'; name: 'string' | 'integer' | 'number' | 'boolean' | 'null' }
  | { is: 'word'; word: string }
  | { is: 'component'; name: string }
  | { is: 'list'; of: Kind }
  | { is: 'map'; of: Kind }
  | { is: 'oneOf'; kinds: Kind[] };

const scalars = ['string', 'integer', 'number', 'boolean', 'null'] as const;

/** Reads `A|B` (either), `[A]` (list), `{A}` (mapping), `'word'`, `string`, `any`, or the name of a definition. */
export const parseKind = (notation: string): Kind => {
  const parts = split(notation);
  if (parts.length > 1) return { is: 'oneOf', kinds: parts.map(parseKind) };
  const inner = notation.slice(1, -1);
  if (notation.startsWith('[')) return { is: 'list', of: parseKind(inner) };
  if (notation.startsWith('{')) return { is: 'map', of: parseKind(inner) };
  if (notation.startsWith("'")) return { is: 'word', word: inner };
  if (notation === 'any') return { is: 'any' };
  const scalar = scalars.find((name) => name === notation);
  return scalar ? { is: 'scalar', name: scalar } : { is: 'component', name: notation };
};

/** Divides at the bars that stand outside of brackets. */
const split = (notation: string): string[] => {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < notation.length; at++) {
    const char = notation.charAt(at);
    if ('[{'.includes(char)) depth++;
    else if (']}'.includes(char)) depth--;
    else if (notation[at] === '|' && depth === 0) {
      parts.push(notation.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, notation.slice(from)];
};
