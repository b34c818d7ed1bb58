import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { workspace } from '../product/dist';
import { waitFor } from '../product/wait-for';

/** A line of the log. */
type Line = Record<string, unknown>;

/** An app as a process of its own, as servers run it; by default the worker on SQS. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private text = '';

  constructor(env: Record<string, string>, app: 'ingestion' | 'processing' = 'processing') {
    const { PATH, HOME, TMPDIR } = process.env;
    const main = join(workspace, 'dist/apps', app, 'main.cjs');
    this.child = spawn(process.execPath, [main], {
      cwd: workspace,
      env: { PATH, HOME, TMPDIR, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream!.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
  }

  /** What it logged of an event. */
  of(event: string): Line[] {
    const lines = this.text.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
    return lines.map((line) => JSON.parse(line) as Line).filter((line) => line['event'] === event);
  }

  /** Waits until it logged an event so often. */
  async logged(event: string, times = 1): Promise<void> {
    await waitFor(`${event} in the worker's log`, () => {
      if (this.child.exitCode !== null) throw new Error(`the worker ended:\n${this.text.slice(-4000)}`);
      return this.of(event).length >= times;
    });
  }

  /** Sends the signal, and gives the exit code and how long that took, ms. */
  async end(signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> {
    const started = performance.now();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill(signal);
      await exited;
    }
    return { code: this.child.exitCode, ms: performance.now() - started };
  }
}
