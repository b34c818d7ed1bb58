import { spawnSync } from 'node:child_process';

/** Builds what is measured; what that says is not part of the answer. */
export const make = (...command: string[]): void => {
  const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command.join(' ')} failed`);
};
