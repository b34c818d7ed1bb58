import { once } from 'node:events';

/** Prints on standard output; waits while the reader is slower. */
export const printText = async (text: string): Promise<void> => {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
};

/** The same for bytes. */
export const printBytes = async (bytes: Uint8Array): Promise<void> => {
  if (bytes.length > 0 && !process.stdout.write(bytes)) await once(process.stdout, 'drain');
};
