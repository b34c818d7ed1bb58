import type { Clock, Credential, CredentialStore } from '@twl/ports';
import { newCredentialText } from './credential-text';

/** Time after which a session ends however much it is used, ms. */
const longestMs = 12 * 3_600_000;

/** Whoever signed in, as the session knows them. */
export type SignedIn = Pick<Credential, 'name' | 'identity' | 'role' | 'sources' | 'parent'>;

/** A session that was opened: `text` is what the browser sends with its requests. */
export interface OpenedSession {
  text: string;
  expiresAt: string;
}

/** Opens a session for somebody who signed in. It ends after twelve hours, after hours without a request, and when it is ended. */
export const openSession = async (
  { credentials, clock }: { credentials: CredentialStore; clock: Clock },
  signedIn: SignedIn,
): Promise<OpenedSession> => {
  const { id, text, hash } = newCredentialText('session');
  const createdAt = clock.iso();
  const expiresAt = new Date(clock.now() + longestMs).toISOString();
  const unused = { lastUsedAt: null, revokedAt: null };
  await credentials.add({ ...signedIn, id, kind: 'session', hash, createdAt, createdBy: signedIn.name, expiresAt, ...unused });
  return { text, expiresAt };
};
