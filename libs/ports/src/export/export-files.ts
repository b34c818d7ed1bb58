/** A file of an export to be written. */
export interface NewExportFile {
  /** Id of the export. */
  id: string;
  contentType: string;
  /** Name for browsers to save it under. */
  fileName: string;
  content: AsyncIterable<Uint8Array>;
}

/** The file of an export, whole. */
export interface StoredExportFile {
  bytes: number;
  contentType: string;
  fileName: string;
  /** ISO time from which on it is not there any more. */
  expiresAt: string;
  /** An address that anyone can read it from for a short time; undefined where there is none, and it is read through `open`. */
  address(): Promise<{ url: string; expiresAt: string } | undefined>;
  open(): AsyncIterable<Uint8Array>;
}

/** How long the file of an export is kept, ms. */
export const exportKeptMs = 86_400_000;

/** Files of exports. Each is there whole or not at all, for {@link exportKeptMs}; then it is removed. */
export abstract class ExportFiles {
  /** Writes a file in bounded memory; what is over is removed with it. Returns its bytes. Nothing is left of one whose content fails. */
  abstract write(file: NewExportFile): Promise<number>;
  /** Undefined where there is none, or its time is over. */
  abstract find(id: string): Promise<StoredExportFile | undefined>;
}
