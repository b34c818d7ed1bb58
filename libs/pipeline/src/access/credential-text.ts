import { createHash, randomBytes } from 'node:crypto';
import type { Credential } from '@twl/ports';

/** A credential as its owner sends it: `twl_`, the id, and 256 random bits. The id of a key begins with k, that of a session with s. */
const pattern = /^twl_([ks][0-9a-z]{14})_[0-9a-z]{50}$/;

const idBytes = 9;
const secretBytes = 32;

/** Random letters and digits, always as many for so many bytes. */
const randomText = (bytes: number, length: number): string =>
  BigInt(`0x${randomBytes(bytes).toString('hex')}`)
    .toString(36)
    .padStart(length, '0');

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Makes a new credential: its text is shown once, and only the hash is stored. A secret of 256 random bits needs no slow hash. */
export const newCredentialText = (kind: Credential['kind']): { id: string; text: string; hash: string } => {
  const id = (kind === 'key' ? 'k' : 's') + randomText(idBytes, 14);
  const text = `twl_${id}_${randomText(secretBytes, 50)}`;
  return { id, text, hash: hashOf(text) };
};

/** Reads the id of a credential, and hashes it; undefined if the text cannot be one. */
export const readCredentialText = (text: string): { id: string; hash: string } | undefined => {
  const id = pattern.exec(text)?.[1];
  return id === undefined ? undefined : { id, hash: hashOf(text) };
};

/** Returns true if a text has the form of a key or a session, valid or not. */
export const isCredentialText = (text: string): boolean => text.startsWith('twl_');
