import type { JsonObject } from '@twl/contracts';
import { toAsciiText } from './ascii-text';
import { renameAll } from './rename-keys';

const tokens = /[A-Z]+[a-z]*|[a-z]+|\d+|[^\0-\x7f]+|(?:(?![a-zA-Z\d])[\0-\x7f])+/g;

/** `createdAt` and `Created at` as `created_at`; a leading digit gets an underscore in front. */
const toSnakeCase = (key: string): string => {
  const found = (toAsciiText(key).match(tokens) ?? []).map((token) => (/[a-zA-Z\d]|[^\0-\x7f]/.test(token) ? token : ''));
  const kept = found.filter((token, at) => at === 0 || at === found.length - 1 || token !== '');
  const parts = /^\d/.test(kept[0] ?? '') ? ['', ...kept] : kept;
  return parts.map((part) => part.toLowerCase()).join('_');
};

/** Keys in snake case, objects inside objects too. */
export const snakeCaseKeys = (record: JsonObject): JsonObject => renameAll(record, toSnakeCase);
