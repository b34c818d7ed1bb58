import { CredentialStore, type Credential } from '../../storage/credential-store';
import type { MemoryState } from './memory-state';

/** API keys and sessions, in memory. */
export class MemoryCredentialStore extends CredentialStore {
  constructor(private readonly memory: MemoryState) {
    super();
  }

  async add(credential: Credential): Promise<void> {
    this.memory.credentials.set(credential.id, structuredClone(credential));
  }

  async get(id: string): Promise<Credential | undefined> {
    return structuredClone(this.memory.credentials.get(id));
  }

  async listKeys(): Promise<Credential[]> {
    const keys = [...this.memory.credentials.values()].filter(({ kind }) => kind === 'key');
    return structuredClone(keys.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id > b.id ? -1 : 1)));
  }

  async touch(id: string, at: string): Promise<void> {
    const found = this.memory.credentials.get(id);
    if (found && (found.lastUsedAt === null || Date.parse(found.lastUsedAt) < Date.parse(at))) found.lastUsedAt = at;
  }

  async revoke(id: string, at: string): Promise<Credential | undefined> {
    const found = this.memory.credentials.get(id);
    if (found) found.revokedAt ??= at;
    return structuredClone(found);
  }
}
