import { createHash } from 'node:crypto';
import type { Payload } from '@twl/ports';

/** A body held in memory. */
export class BytesPayload implements Payload {
  readonly bytes: number;
  readonly sha256: string;

  constructor(private readonly content: Uint8Array) {
    this.bytes = content.byteLength;
    this.sha256 = createHash('sha256').update(content).digest('hex');
  }

  async *open(): AsyncIterable<Uint8Array> {
    yield this.content;
  }

  async dispose(): Promise<void> {}
}
