import { userInfo } from 'node:os';

/** Who runs the command, as the operating system knows them; by number where they have no name. */
export const osUser = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
};
