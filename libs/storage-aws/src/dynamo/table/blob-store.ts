/** Stores bodies that are too large for an item. A body is named by its own hash, so that putting it again changes nothing. */
export interface BlobStore {
  put(name: string, body: Uint8Array): Promise<void>;
  /** @throws if it does not exist */
  get(name: string): Promise<Uint8Array>;
}
