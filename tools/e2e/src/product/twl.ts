import { execFile } from 'node:child_process';
import { command, requireBuild, workspace } from './dist';

/** How a command ended, and what it printed. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `twl` with these arguments and this environment alone, to its end. */
export const twl = (args: string[], env: Record<string, string> = {}): Promise<Ended> => {
  requireBuild();
  const { PATH, HOME, TMPDIR } = process.env;
  return new Promise((resolve, reject) => {
    const options = { cwd: workspace, env: { PATH, HOME, TMPDIR, ...env }, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(new Error(`twl ${args.join(' ')} did not end by itself:\n${stdout}\n${stderr}`, { cause: error }));
    });
  });
};
