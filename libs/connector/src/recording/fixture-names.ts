import { createHash } from 'node:crypto';

const plain = /^[a-z0-9][a-z0-9_-]{0,62}$/;
/** Device names of some systems. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * Returns the folder of a stream's fixtures: its name, or, if that is not a valid folder name everywhere, its valid characters and a
 * digest.
 */
export const fixtureFolderOf = (stream: string): string => {
  if (plain.test(stream) && !devices.test(stream)) return stream;
  const rest = stream
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  const digest = createHash('sha256').update(stream.toWellFormed()).digest('hex').slice(0, 8);
  return rest === '' ? digest : `${rest}-${digest}`;
};

/** Name of the head of the exchange with this number. */
export const headNameOf = (number: number): string => `${String(number).padStart(3, '0')}.yaml`;

/** Name of the body of the exchange with this number. */
export const bodyNameOf = (number: number, kind: string): string => `${String(number).padStart(3, '0')}.body.${kind}`;

/** Returns true for the file name of an exchange's head. */
export const isHeadName = (name: string): boolean => /^\d{3,4}\.yaml$/.test(name);

/** Returns true for the file name of a body; it cannot lead to another folder. */
export const isBodyName = (name: string): boolean => /^\d{3,4}\.body\.[a-z]{2,5}$/.test(name);
