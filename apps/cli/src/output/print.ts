import { once } from 'node:events';

/** Prints on standard output, no faster than it is read. */
export const print = async (text: string): Promise<void> => {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
};
