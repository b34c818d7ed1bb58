/** Returns true if a path segment has a wildcard: `*`, `?` or `[...]`. */
export const isGlob = (segment: string): boolean => /[*?[]/.test(segment);

/** Python's `fnmatch.fnmatchcase`. */
export const matchesGlob = (text: string, pattern: string): boolean => {
  if (pattern === '*' || pattern === text) return true;
  return isGlob(pattern) && matchFrom(Array.from(text), tokensOf(pattern));
};

type Token = { kind: 'any' } | { kind: 'one'; accepts: (char: string) => boolean };

const tokensOf = (pattern: string): Token[] => {
  const tokens: Token[] = [];
  for (const [part] of pattern.matchAll(/\[!?\]?[^\]]*\]|[^]/gu)) {
    if (part === '*') tokens.push({ kind: 'any' });
    else if (part === '?') tokens.push({ kind: 'one', accepts: () => true });
    else if (part.length > 1 && part.startsWith('[')) tokens.push({ kind: 'one', accepts: charset(part.slice(1, -1)) });
    else tokens.push({ kind: 'one', accepts: (char) => char === part });
  }
  return tokens;
};

const charset = (inside: string): ((char: string) => boolean) => {
  const negated = inside.startsWith('!');
  const ranges = [...(negated ? inside.slice(1) : inside).matchAll(/([^])-([^])|([^])/gu)].map(
    ([, low, high, one = '']) => [low ?? one, high ?? one] as const,
  );
  return (char) => ranges.some(([low, high]) => char >= low && char <= high) !== negated;
};

/** Greedy with one position to return to, so that a pattern takes at most text times pattern steps. */
const matchFrom = (text: string[], tokens: Token[]): boolean => {
  let [at, token, star, mark] = [0, 0, -1, 0];
  while (at < text.length) {
    const current = tokens[token];
    if (current?.kind === 'one' && current.accepts(text[at] ?? '')) {
      at++;
      token++;
    } else if (current?.kind === 'any') {
      star = token++;
      mark = at;
    } else if (star >= 0) {
      token = star + 1;
      at = ++mark;
    } else return false;
  }
  return tokens.slice(token).every(({ kind }) => kind === 'any');
};
