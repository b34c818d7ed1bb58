import { createHash } from 'node:crypto';

const plain = /^[a-z0-9][a-z0-9_-]{0,62}$/;
/** Names that some systems give to devices. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** The folder of a stream's fixtures: its name, or, where that cannot be a folder everywhere, what is left of it and a digest. */
export const fixtureFolder = (stream: string): string => {
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
export const headName = (number: number): string => `${String(number).padStart(3, '0')}.yaml`;

/** Name of the body of the exchange with this number. */
export const bodyName = (number: number, kind: string): string => `${String(number).padStart(3, '0')}.body.${kind}`;

/** Whether a name is that of an exchange's head. */
export const isHeadName = (name: string): boolean => /^\d{3,4}\.yaml$/.test(name);

/** Whether a name is that of a body; it leads nowhere else. */
export const isBodyName = (name: string): boolean => /^\d{3,4}\.body\.[a-z]{2,5}$/.test(name);
