import type { JsonNode } from './json-node';

/** A piece of printed JSON, with what it is, for its color. */
export interface JsonToken {
  kind: 'key' | 'string' | 'number' | 'word' | 'mark';
  text: string;
}

/** JSON in two-space indentation, as pieces; neighbouring marks and blanks are one piece. */
export const printTokens = (node: JsonNode): JsonToken[] => {
  const tokens: JsonToken[] = [];
  const put = (kind: JsonToken['kind'], text: string) => {
    const last = tokens.at(-1);
    if (kind === 'mark' && last?.kind === 'mark') last.text += text;
    else tokens.push({ kind, text });
  };
  write(node, '\n', put);
  return tokens;
};

/** JSON in two-space indentation. */
export const printJson = (node: JsonNode): string =>
  printTokens(node)
    .map(({ text }) => text)
    .join('');

type Put = (kind: JsonToken['kind'], text: string) => void;

const write = (node: JsonNode, newline: string, put: Put): void => {
  if (node.kind === 'object') return writeMembers({ members: node.entries, marks: '{}', newline, put }, writeEntry);
  if (node.kind === 'array') return writeMembers({ members: node.items, marks: '[]', newline, put }, write);
  if (node.kind === 'string') return put('string', JSON.stringify(node.value));
  put(node.kind, node.text);
};

const writeEntry = ([key, value]: [string, JsonNode], newline: string, put: Put): void => {
  put('key', JSON.stringify(key));
  put('mark', ': ');
  write(value, newline, put);
};

const writeMembers = <T>(
  { members, marks, newline, put }: { members: T[]; marks: string; newline: string; put: Put },
  writeMember: (member: T, newline: string, put: Put) => void,
): void => {
  if (members.length === 0) return put('mark', marks);
  const inner = `${newline}  `;
  members.forEach((member, index) => {
    put('mark', (index === 0 ? marks.charAt(0) : ',') + inner);
    writeMember(member, inner, put);
  });
  put('mark', newline + marks.charAt(1));
};
