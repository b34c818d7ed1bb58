import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Payload } from '@twl/ports';

/** A body in a separate file, which is deleted when the body is disposed. */
export class FilePayload implements Payload {
  constructor(
    private readonly path: string,
    readonly bytes: number,
    readonly sha256: string,
  ) {}

  open(): AsyncIterable<Uint8Array> {
    return createReadStream(this.path, { highWaterMark: 256 * 1024 });
  }

  async dispose(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
