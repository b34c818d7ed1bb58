import type { RecordVersion } from '@twl/contracts';
import { compareJson, type JsonDifference } from '../json/compare-json';
import { nodeAt, readJson } from '../json/json-node';

/** A version with its differences from the one before; undefined for the oldest stored one. */
export interface ShownVersion {
  version: number;
  validFrom: string;
  validTo: string | null;
  deleted: boolean;
  differences?: JsonDifference[];
}

/** The versions in a response, newest first, compared exactly. */
export const readVersions = (text: string): ShownVersion[] => {
  const root = readJson(text);
  const { items } = JSON.parse(text) as { items: RecordVersion[] };
  const withData = items
    .map((item, index) => ({ ...item, node: nodeAt(root, 'items', index, 'data') }))
    .sort((a, b) => b.version - a.version);
  return withData.map(({ version, validFrom, validTo, deleted = false, node }, index) => {
    const before = withData[index + 1]?.node;
    return { version, validFrom, validTo, deleted, differences: before && node ? compareJson(before, node) : undefined };
  });
};
