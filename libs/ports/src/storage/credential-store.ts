import type { ActorIdentity, CallerRole } from '@twl/contracts';

/** What proves who sends a request: an API key, or the session of somebody who signed in. Its secret is not stored, only a hash. */
export interface Credential {
  id: string;
  kind: 'key' | 'session';
  /** SHA-256 of the whole text, in hexadecimal digits. */
  hash: string;
  /** Name for the audit log. */
  name: string;
  /** How the name was established. */
  identity: ActorIdentity;
  role: CallerRole;
  /** Names of the sources that it is limited to; null: all. */
  sources: string[] | null;
  createdAt: string;
  createdBy: string;
  /** From then on it is refused; null: never. */
  expiresAt: string | null;
  lastUsedAt: string | null;
  /** Since then it is refused. */
  revokedAt: string | null;
  /** Id of the key that a session was opened with; the session ends with it. */
  parent: string | null;
}

/** API keys and sessions. */
export abstract class CredentialStore {
  /** Stores a credential with a new id. Sessions that have expired may be removed meanwhile. */
  abstract add(credential: Credential): Promise<void>;
  abstract get(id: string): Promise<Credential | undefined>;
  /** Returns every key, also those that expired or were revoked, newest first, of the same time by id; no sessions. */
  abstract listKeys(): Promise<Credential[]>;
  /** Notes that a credential was used; a time before the noted one changes nothing, and neither does an unknown id. */
  abstract touch(id: string, at: string): Promise<void>;
  /** Revokes a credential for good, unless it is revoked, and returns it as it is then; undefined if there is none. */
  abstract revoke(id: string, at: string): Promise<Credential | undefined>;
}
