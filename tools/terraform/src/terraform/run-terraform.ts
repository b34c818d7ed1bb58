import { execFile } from 'node:child_process';

/** What a command printed. */
export interface Ended {
  stdout: string;
  stderr: string;
}

/** A command of Terraform failed. */
export class TerraformError extends Error {
  constructor(args: string[], said: string) {
    super(`terraform ${args[0]!} failed: ${said.trim()}`);
    this.name = 'TerraformError';
  }
}

/** Runs terraform in a folder, to its end. @throws TerraformError with what it said */
export const runTerraform = (args: string[], cwd: string): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', TF_CLI_ARGS: '-no-color' };
    execFile('terraform', args, { cwd, env, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new TerraformError(args, stderr || stdout));
      else resolve({ stdout, stderr });
    });
  });
