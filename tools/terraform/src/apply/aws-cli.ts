import { execFile } from 'node:child_process';
import type { Ministack } from '@twl/e2e';

/** The command `aws`, as a person uses it, on the emulator. */
export class AwsCli {
  constructor(
    private readonly program: string,
    private readonly ministack: Ministack,
  ) {}

  /** What a command prints, as text. @throws with what it said when it fails */
  text(...args: string[]): Promise<string> {
    const { PATH = '', HOME = '' } = process.env;
    const output = { AWS_DEFAULT_OUTPUT: 'json', AWS_PAGER: '', AWS_CA_BUNDLE: this.ministack.certificate };
    const env = { PATH, HOME, ...this.ministack.env, AWS_DEFAULT_REGION: this.ministack.region, ...output };
    return new Promise((resolve, reject) => {
      execFile(
        this.program,
        ['--endpoint-url', this.ministack.url, ...args],
        { cwd: this.ministack.folder, env, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error) reject(new Error(`aws ${args.join(' ')} failed: ${stderr || stdout}`));
          else resolve(stdout);
        },
      );
    });
  }

  async json<T>(...args: string[]): Promise<T> {
    const text = await this.text(...args);
    return (text.trim() === '' ? {} : JSON.parse(text)) as T;
  }
}
