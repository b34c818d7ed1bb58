/** A body that can be read more than once, from memory or from a spool file. */
export interface Payload {
  /** Length in bytes. */
  readonly bytes: number;
  /** Hex digest of the content. */
  readonly sha256: string;
  /** Reads it from the start. */
  open(): AsyncIterable<Uint8Array>;
  /** Frees its memory or file; reading it afterwards is an error. */
  dispose(): Promise<void>;
}
