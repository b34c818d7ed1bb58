import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Api } from './api';
import { command, requireBuild, workspace } from './dist';
import { freePort } from './free-port';
import { waitFor } from './wait-for';

/** How the product is started. */
export interface ProductOptions {
  dataDir: string;
  /** Default: the shipped sources. */
  sourcesDir?: string;
  env?: Record<string, string>;
}

/** Settings that the machine running the tests may have must not reach the product. */
const environment = (own: Record<string, string>): NodeJS.ProcessEnv => {
  const { PATH, HOME, TMPDIR, SystemRoot, LANG } = process.env;
  return { PATH, HOME, TMPDIR, SystemRoot, LANG, ...own };
};

/** The whole product, running from `dist` as users run it. */
export class Product {
  private child: ChildProcess | undefined;
  private text = '';
  port = 0;

  constructor(private readonly options: ProductOptions) {}

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  get api(): Api {
    return new Api(`${this.url}/api`);
  }

  get pid(): number {
    if (!this.child?.pid) throw new Error('the product does not run');
    return this.child.pid;
  }

  /** Everything printed so far, by every start. */
  get output(): string {
    return this.text;
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<this> {
    await this.launch();
    await this.ready();
    return this;
  }

  /** Starts it without waiting. */
  async launch(): Promise<void> {
    requireBuild();
    this.port = await freePort();
    const { dataDir, sourcesDir, env = {} } = this.options;
    const settings = {
      PORT: String(this.port),
      DATA_DIR: dataDir,
      SIMULATOR: 'off',
      SIMULATOR_PORT: '0',
      LOG_LEVEL: 'info',
      ...(sourcesDir ? { SOURCES_DIR: sourcesDir } : {}),
      ...env,
    };
    const child = spawn(process.execPath, [command, 'up'], {
      cwd: workspace,
      env: environment(settings),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    this.child = child;
  }

  /** Waits until it says that it is ready. */
  async ready(): Promise<void> {
    await waitFor('the product is ready', async () => {
      if (this.hasExited) throw new Error(`the product ended with ${String(this.child?.exitCode)}:\n${this.text.slice(-4000)}`);
      const answer = await this.api.ask('/health/ready');
      return answer.status === 200;
    });
  }

  /** Stops it as Ctrl-C does, and gives its exit code. */
  async stop(): Promise<number | null> {
    return this.end('SIGINT');
  }

  /** Ends it without a warning. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private get hasExited(): boolean {
    return this.child?.exitCode !== null || this.child.signalCode !== null;
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child || this.hasExited) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await exited;
    clearTimeout(timer);
    return child.exitCode;
  }
}
