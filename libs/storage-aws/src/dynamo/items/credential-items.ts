import type { Credential } from '@twl/ports';
import type { Key, TableItem } from '../table/action';
import type { ConditionalUpdate } from '../table/expression';
import { textKey } from './keys';

/** Partition of the API keys. Sessions have partitions of their own, because nobody lists them. */
export const keysPk = 'KEYS';

/** Returns the key of a credential's item; ids of sessions begin with s. */
export const credentialKey = (id: string): Key => {
  const { text } = textKey(id);
  return id.startsWith('s') ? { pk: `K#${text}`, sk: 'K' } : { pk: keysPk, sk: text || '-' };
};

/** Seconds for which the item of a session outlives the session, because clocks differ. */
const graceSeconds = 3600;

/** Returns the attributes beside the body of a new credential. */
export const credentialAttributes = ({ kind, expiresAt, lastUsedAt, revokedAt }: Credential): Record<string, number> => ({
  ...(lastUsedAt !== null && { u: Date.parse(lastUsedAt) }),
  ...(revokedAt !== null && { r: Date.parse(revokedAt) }),
  ...(kind === 'session' && expiresAt !== null && { ttl: Math.ceil(Date.parse(expiresAt) / 1000) + graceSeconds }),
});

const timeIn = (ms: unknown): string | null => (typeof ms === 'number' ? new Date(ms).toISOString() : null);

/** Returns a credential from the body of its item and what was noted since. */
export const readCredential = (body: Credential, { u, r }: TableItem): Credential => ({
  ...body,
  lastUsedAt: timeIn(u),
  revokedAt: timeIn(r),
});

/** Notes a use, unless a later one is noted. */
export const noteUse = (at: string): ConditionalUpdate => ({
  by: { text: 'SET #u = :at', values: { at: Date.parse(at) } },
  if: { text: 'attribute_exists(#pk) AND (attribute_not_exists(#u) OR #u < :at)', values: { at: Date.parse(at) } },
});

/** Revokes a credential that is not revoked. */
export const noteRevocation = (at: string): ConditionalUpdate => ({
  by: { text: 'SET #r = :at', values: { at: Date.parse(at) } },
  if: { text: 'attribute_exists(#pk) AND attribute_not_exists(#r)' },
});
