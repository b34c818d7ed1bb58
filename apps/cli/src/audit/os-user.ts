import { userInfo } from 'node:os';
import type { Actor } from '@twl/pipeline';

/** Who runs the command, as the operating system knows them; by number where they have no name. */
export const osUser = (): Required<Pick<Actor, 'who' | 'identity'>> => ({ who: userName(), identity: 'os-user' });

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
};
