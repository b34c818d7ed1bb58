import { userInfo } from 'node:os';
import type { Actor } from '@twl/pipeline';

/** Returns the user of the operating system who runs the command; the uid if the user has no name. */
export const osUser = (): Required<Pick<Actor, 'who' | 'identity'>> => ({ who: userName(), identity: 'os-user' });

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
};
