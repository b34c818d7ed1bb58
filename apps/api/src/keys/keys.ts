import type { ApiKey, List } from '@twl/contracts';
import { createKey, describeKey, revokeKey, type Actor, type AuditPorts, type CreatedKey } from '@twl/pipeline';
import type { CredentialStore } from '@twl/ports';
import type * as z from 'zod';
import type { ListQuery, Lists } from '../paging/lists';
import type { CreateKeyDto } from './keys.dto';

const dayMs = 86_400_000;

/** Lists, makes and revokes API keys. */
export class Keys {
  constructor(
    private readonly ports: AuditPorts & { credentials: CredentialStore },
    private readonly lists: Lists,
  ) {}

  /** Lists keys, newest first. The list position is the id of the last key returned. */
  async list(query: ListQuery): Promise<List<ApiKey>> {
    const keys = (await this.ports.credentials.listKeys()).map(describeKey);
    return this.lists.page('keys', query, async ({ limit, after }) => {
      const rest = after === undefined ? keys : keys.slice(keys.findIndex(({ id }) => id === after) + 1);
      return { items: rest.slice(0, limit), next: rest.length > limit ? (rest[limit - 1]?.id ?? null) : null };
    });
  }

  create({ name, role, sources = undefined, expiresInDays }: z.infer<typeof CreateKeyDto.schema>, by: Actor): Promise<CreatedKey> {
    const expiresAt = expiresInDays === 0 ? null : new Date(this.ports.clock.now() + expiresInDays * dayMs).toISOString();
    return createKey(this.ports, { name, role, sources: sources ?? null, expiresAt }, by);
  }

  /** @throws NotFoundError */
  revoke(id: string, by: Actor): Promise<ApiKey> {
    return revokeKey(this.ports, id, by);
  }
}
