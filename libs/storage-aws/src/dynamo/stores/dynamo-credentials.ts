import { CredentialStore, type Credential } from '@twl/ports';
import type { TableAccess } from '../caches/parts';
import { credentialAttributes, credentialKey, keysPk, noteRevocation, noteUse, readCredential } from '../items/credential-items';
import type { TableItem } from '../table/action';

/** API keys and sessions in the table. */
export class DynamoCredentials extends CredentialStore {
  constructor(private readonly parts: TableAccess) {
    super();
  }

  async add(credential: Credential): Promise<void> {
    const { table, bodies } = this.parts;
    const item = { ...credentialKey(credential.id), ...credentialAttributes(credential), ...(await bodies.store(credential)) };
    await table.put(item, { text: 'attribute_not_exists(#pk)' });
  }

  async get(id: string): Promise<Credential | undefined> {
    const item = await this.parts.table.get(credentialKey(id));
    return item && this.#read(item);
  }

  async listKeys(): Promise<Credential[]> {
    const keys = await Promise.all((await this.parts.table.all({ pk: keysPk })).map((item) => this.#read(item)));
    return keys.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id > b.id ? -1 : 1));
  }

  async touch(id: string, at: string): Promise<void> {
    await this.parts.table.update(credentialKey(id), noteUse(at));
  }

  async revoke(id: string, at: string): Promise<Credential | undefined> {
    await this.parts.table.update(credentialKey(id), noteRevocation(at));
    return this.get(id);
  }

  async #read(item: TableItem): Promise<Credential> {
    return readCredential(await this.parts.bodies.read<Credential>(item), item);
  }
}
