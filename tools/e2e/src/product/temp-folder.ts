import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders of one test file; removed together. */
export class TempFolders {
  private readonly made: string[] = [];

  create(): string {
    const folder = mkdtempSync(join(tmpdir(), 'twl-e2e-'));
    this.made.push(folder);
    return folder;
  }

  async remove(): Promise<void> {
    await Promise.all(this.made.splice(0).map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 })));
  }
}
