import type { ApiKey } from '@twl/contracts';
import { NotFoundError, type Clock, type CredentialStore } from '@twl/ports';
import { newCredentialText } from '../access/credential-text';
import { describeKey } from '../access/describe-key';
import { defineAction } from '../audit/define-action';

interface KeyPorts {
  credentials: CredentialStore;
  clock: Clock;
}

/** A key to make. */
export type NewKey = Pick<ApiKey, 'name' | 'role' | 'sources' | 'expiresAt'>;

/** A key that was made. `text` is what its owner sends; nobody can find it out again. */
export interface CreatedKey {
  key: ApiKey;
  text: string;
}

/** Makes an API key. Only a hash of its text is stored. */
export const createKey = defineAction(async ({ credentials, clock }: KeyPorts, given: NewKey, { who }) => {
  const { id, text, hash } = newCredentialText('key');
  const unused = { lastUsedAt: null, revokedAt: null, parent: null };
  const perform = async (): Promise<CreatedKey> => {
    const key = {
      ...given,
      id,
      kind: 'key' as const,
      hash,
      identity: 'api-key' as const,
      createdAt: clock.iso(),
      createdBy: who,
      ...unused,
    };
    await credentials.add(key);
    return { key: describeKey(key), text };
  };
  return { action: 'create-key', target: id, perform, describe: describeNewKey };
});

const describeNewKey = ({ key: { name, role, sources, expiresAt } }: CreatedKey): string =>
  `${name}: ${role}${sources ? `, limited to ${sources.join(', ')}` : ''}, ${expiresAt ? `expires at ${expiresAt}` : 'does not expire'}`;

/** Revokes an API key for good, and with it the sessions that were opened with it. @throws NotFoundError */
export const revokeKey = defineAction(async ({ credentials, clock }: KeyPorts, id: string) => {
  const found = await credentials.get(id);
  if (found?.kind !== 'key') throw new NotFoundError('API key', id);
  const perform = async (): Promise<ApiKey> => describeKey((await credentials.revoke(id, clock.iso())) ?? found);
  return { action: 'revoke-key', target: id, perform, describe: ({ name, revokedAt }) => `${name} is revoked since ${revokedAt}` };
});
