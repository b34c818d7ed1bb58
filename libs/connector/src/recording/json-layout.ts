/** JSON text laid out over lines, and put together again; numbers, keys and their order stay as they are. */

const open = new Set(['{', '[']);
const close = new Set(['}', ']']);

/** Strings, and everything else that is not space, of a JSON text. */
const tokens = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** A JSON text with a line for each value. The text must be JSON. */
export const layOutJson = (text: string): string => {
  const parts: string[] = [];
  let depth = 0;
  let before = '';
  const newLine = () => parts.push('\n', '  '.repeat(depth));
  for (const [token] of text.matchAll(tokens)) {
    if (close.has(token)) {
      depth--;
      if (!open.has(before)) newLine();
    } else if (open.has(before) || before === ',') newLine();
    parts.push(token === ':' ? ': ' : token);
    if (open.has(token)) depth++;
    before = token;
  }
  return `${parts.join('')}\n`;
};

/** A JSON text without any space between its parts. */
export const packJson = (text: string): string => [...text.matchAll(tokens)].map(([token]) => token).join('');
