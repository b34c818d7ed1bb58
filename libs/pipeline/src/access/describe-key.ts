import type { ApiKey } from '@twl/contracts';
import type { Credential } from '@twl/ports';

/** Returns what may be told of a key: everything but the hash of its secret. */
export const describeKey = ({ id, name, role, sources, ...times }: Credential): ApiKey => {
  const { createdAt, createdBy, expiresAt, lastUsedAt, revokedAt } = times;
  return { id, name, role, sources, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt };
};

/** Returns the name of a key in the audit log; several keys may have one name. */
export const auditNameOf = ({ name, id }: Pick<Credential, 'name' | 'id'>): string => `${name} (${id})`;
