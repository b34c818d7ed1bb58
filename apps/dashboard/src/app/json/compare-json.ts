import type { JsonNode } from './json-node';
import { printJson } from './print-json';

/** One place where two values differ; undefined where there was nothing. */
export interface JsonDifference {
  path: string;
  before?: string;
  after?: string;
}

/** What changed from one value to the next, leaf by leaf, in the order of the newer one. */
export const compareJson = (before: JsonNode, after: JsonNode): JsonDifference[] => {
  const old = leavesOf(before);
  const recent = leavesOf(after);
  const changed = [...recent].flatMap(([path, text]) => (old.get(path) === text ? [] : [{ path, before: old.get(path), after: text }]));
  const removed = [...old].flatMap(([path, text]) => (recent.has(path) ? [] : [{ path, before: text }]));
  return [...changed, ...removed];
};

const leavesOf = (node: JsonNode): Map<string, string> => {
  const leaves = new Map<string, string>();
  collect(node, '', leaves);
  return leaves;
};

const collect = (node: JsonNode, path: string, leaves: Map<string, string>): void => {
  if (node.kind === 'object' && node.entries.length > 0) {
    for (const [key, value] of node.entries) collect(value, path ? `${path}.${key}` : key, leaves);
  } else if (node.kind === 'array' && node.items.length > 0) {
    node.items.forEach((item, index) => collect(item, `${path}[${index}]`, leaves));
  } else {
    leaves.set(path, printJson(node));
  }
};
