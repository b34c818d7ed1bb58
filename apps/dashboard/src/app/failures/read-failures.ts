import type { Failure, List } from '@twl/contracts';
import { isNull, type JsonNode, nodeAt, readJson } from '../json/json-node';

/** A failure with the refused data as it was written. */
export interface ShownFailure extends Failure {
  node: JsonNode | undefined;
}

/** The failures in an answer; their data keeps every digit. */
export const readFailures = (text: string): List<ShownFailure> => {
  const root = readJson(text);
  const { items, page } = JSON.parse(text) as List<Failure>;
  return {
    page,
    items: items.map((failure, index) => {
      const node = nodeAt(root, 'items', index, 'data');
      return { ...failure, node: isNull(node) ? undefined : node };
    }),
  };
};
