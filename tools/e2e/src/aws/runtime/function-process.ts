import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { workspace } from '../../product/dist';
import { RuntimeApi } from './runtime-api';

/** Unpacks the zip of a function into an empty folder. */
export const unpack = (name: 'ingestion' | 'processing' | 'api', folder: string): string => {
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(join(workspace, `dist/functions/${name}.zip`))))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
};

/** What Lambda says to a function about itself. */
const about = {
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'twl',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/twl',
  AWS_LAMBDA_LOG_STREAM_NAME: 'twl',
};

/** The process of a function as Lambda starts it: its runtime client loads `main.handler` of a folder, and asks for events. */
export class FunctionProcess {
  private readonly api = new RuntimeApi();
  private child: ChildProcess | undefined;
  private said = '';

  constructor(
    private readonly folder: string,
    private readonly env: Record<string, string> = {},
  ) {}

  /** Calls the function, with so much time, ms. @throws FunctionFailedError when it failed or could not be loaded */
  async invoke<T = unknown>(event: unknown, ms = 60_000): Promise<T> {
    this.child ??= await this.start();
    return (await this.api.invoke(event, ms)) as T;
  }

  async stop(): Promise<void> {
    const { child } = this;
    await this.api.stop();
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  private async start(): Promise<ChildProcess> {
    const { PATH } = process.env;
    const place = { _HANDLER: 'main.handler', LAMBDA_TASK_ROOT: this.folder, AWS_LAMBDA_RUNTIME_API: await this.api.start() };
    const client = join(process.env['TWL_TEST_LAMBDA_RIC']!, 'index.mjs');
    const child = spawn(process.execPath, [client], {
      cwd: this.folder,
      env: { PATH, LOG_LEVEL: 'error', ...about, ...place, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (this.said = (this.said + chunk).slice(-4000)));
    child.on('exit', (code, signal) => this.api.fail(new Error(`the function ended with ${String(code ?? signal)}: ${this.said}`)));
    return child;
  }
}
