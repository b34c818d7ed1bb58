import type { Payload } from '@twl/ports';

/** A stretch of another body. */
export class SlicePayload implements Payload {
  readonly sha256: string;

  constructor(
    private readonly whole: Payload,
    private readonly from: number,
    readonly bytes: number,
  ) {
    this.sha256 = `${whole.sha256}:${from}`;
  }

  async *open(): AsyncIterable<Uint8Array> {
    let at = 0;
    const end = this.from + this.bytes;
    for await (const chunk of this.whole.open()) {
      const [first, last] = [Math.max(this.from - at, 0), Math.min(end - at, chunk.byteLength)];
      if (first < last) yield chunk.subarray(first, last);
      at += chunk.byteLength;
      if (at >= end) return;
    }
  }

  async dispose(): Promise<void> {}
}
