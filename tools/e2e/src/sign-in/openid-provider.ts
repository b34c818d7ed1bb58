import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { workspace } from '../product/dist';
import { freePort } from '../product/free-port';

/** A real OpenID Connect provider in a process of its own. */
export class OpenIdProvider {
  private child: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  /** Chooses an address; nothing listens there yet. */
  static async plan(): Promise<OpenIdProvider> {
    return new OpenIdProvider(await freePort());
  }

  get issuer(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** Starts it for the dashboard at an origin. */
  async start(origin: string): Promise<void> {
    const script = join(workspace, 'tools/e2e/src/sign-in/provider-process.mjs');
    this.child = spawn(process.execPath, [script, String(this.port), origin], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(this.child.stdout!, 'data');
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
