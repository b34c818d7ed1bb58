import { ExportFiles, exportKeptMs, type NewExportFile, type StoredExportFile } from '../../../export/export-files';

interface KeptFile extends Omit<NewExportFile, 'content'> {
  body: Uint8Array;
  expires: number;
}

/** Files of exports in memory. */
export class MemoryExportFiles extends ExportFiles {
  readonly #files = new Map<string, KeptFile>();

  constructor(private readonly now: () => number) {
    super();
  }

  async write({ content, ...file }: NewExportFile): Promise<number> {
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    const body = Buffer.concat(parts);
    this.#files.set(file.id, { ...file, body, expires: this.now() + exportKeptMs });
    return body.length;
  }

  async find(id: string): Promise<StoredExportFile | undefined> {
    const file = this.#files.get(id);
    if (!file || file.expires <= this.now()) return undefined;
    const { body, contentType, fileName, expires } = file;
    return {
      ...{ bytes: body.length, contentType, fileName, expiresAt: new Date(expires).toISOString() },
      address: async () => undefined,
      open: async function* () {
        yield body;
      },
    };
  }
}
