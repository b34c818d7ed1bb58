import type { PageMeta } from '@twl/contracts';
import { RawConflictError } from '../../errors';
import type { Payload } from '../../payload';
import { RawStore, type RawEntry, type RawFilter } from '../../storage/raw-store';
import { payloadOf, readPayload } from '../../memory-payload';

/** The raw zone in memory. */
export class MemoryRawStore extends RawStore {
  readonly #objects = new Map<string, { meta: PageMeta; sha256: string; bytes: Buffer }>();

  async put(key: string, meta: PageMeta, body: Payload): Promise<'stored' | 'existed'> {
    const bytes = await readPayload(body);
    const existing = this.#objects.get(key);
    if (existing && existing.sha256 !== body.sha256) throw new RawConflictError(key);
    if (existing) return 'existed';
    this.#objects.set(key, { meta: structuredClone(meta), sha256: body.sha256, bytes });
    return 'stored';
  }

  async get(key: string): Promise<{ meta: PageMeta; body: Payload } | undefined> {
    const object = this.#objects.get(key);
    return object && { meta: structuredClone(object.meta), body: payloadOf(object.bytes) };
  }

  async *list(filter: RawFilter): AsyncIterable<RawEntry> {
    for (const key of [...this.#objects.keys()].sort()) {
      const meta = this.#objects.get(key)?.meta;
      if (meta && matches(filter, key, meta)) yield { key, meta: structuredClone(meta) };
    }
  }

  async remove(key: string): Promise<void> {
    this.#objects.delete(key);
  }

  /** Puts another content in the place of a stored one, as a bad disk would. */
  corrupt(key: string, content: string): void {
    const object = this.#objects.get(key);
    if (object) object.bytes = Buffer.from(content);
  }
}

const matches = ({ source, stream, fromDay = '', toDay = '~' }: RawFilter, key: string, meta: PageMeta): boolean => {
  const day = /\/date=(\d{4}-\d\d-\d\d)\//.exec(key)?.[1] ?? meta.fetchedAt.slice(0, 10);
  return meta.source === source && (stream ?? meta.stream) === meta.stream && fromDay <= day && day <= toDay;
};
