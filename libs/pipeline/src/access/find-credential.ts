import { timingSafeEqual } from 'node:crypto';
import type { Clock, Credential, CredentialStore, Log } from '@twl/ports';
import { readCredentialText } from './credential-text';

/** Ports for looking up credentials. */
export interface CredentialPorts {
  credentials: CredentialStore;
  clock: Clock;
  log: Log;
}

/** A valid credential, or why it is refused. */
export type FoundCredential = { kind: 'valid'; credential: Credential } | { kind: 'refused'; why: string };

/** How exactly the last use of a credential is known, ms. */
const useMs = 60_000;

/** Time without a request after which a session ends, ms. */
const idleMs = 4 * 3_600_000;

const refused = (why: string): FoundCredential => ({ kind: 'refused', why });

/** Looks up the credential that a request was sent with, and notes its use. */
export const findCredential = async (ports: CredentialPorts, text: string): Promise<FoundCredential> => {
  const given = readCredentialText(text);
  const stored = given && (await ports.credentials.get(given.id));
  if (!given || !stored || !isSame(stored.hash, given.hash)) return refused('it is not one of this installation');
  const why = await whyRefused(ports, stored);
  if (why !== undefined) return refused(why);
  await noteUse(ports, stored);
  return { kind: 'valid', credential: stored };
};

const isSame = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** A session is also refused when nobody used it for some hours, and with the key that it was opened with. */
const whyRefused = async ({ credentials, clock }: CredentialPorts, credential: Credential): Promise<string | undefined> => {
  const { kind, revokedAt, expiresAt, parent, lastUsedAt, createdAt } = credential;
  const now = clock.now();
  if (revokedAt !== null) return kind === 'key' ? `it was revoked at ${revokedAt}` : 'it was ended';
  if (expiresAt !== null && Date.parse(expiresAt) <= now) return `it expired at ${expiresAt}`;
  if (kind === 'session' && Date.parse(lastUsedAt ?? createdAt) + idleMs <= now) return 'it was not used for hours';
  if (parent === null) return undefined;
  const opener = await credentials.get(parent);
  return opener ? whyRefused({ credentials, clock } as CredentialPorts, opener) : 'the key that it was opened with is gone';
};

/** A use that cannot be noted is no reason to refuse a request. */
const noteUse = async ({ credentials, clock, log }: CredentialPorts, { id, lastUsedAt }: Credential): Promise<void> => {
  if (lastUsedAt !== null && clock.now() - Date.parse(lastUsedAt) < useMs) return;
  await credentials.touch(id, clock.iso()).catch((error: unknown) => log.error('credential.use_not_noted', error, { id }));
};
