import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../product/dist';

/** What nobody catches. */
export const lost = 'this was lost on its way';

/** How a process ended that something befell. */
export interface Crashed {
  code: number | null;
  output: string;
  /** What it sent to whoever started it. */
  sent: unknown[];
}

/** A process of ours, in which an error comes up that nobody catches. */
export interface Crashing {
  /** What Node is started with. */
  args: string[];
  env: Record<string, string>;
  /** A folder for what makes it crash. */
  folder: string;
  /** It crashes at its start, when it has printed a text, or when it was sent a message. */
  when: 'start' | { printed: string } | { sent: object };
}

const reject = `() => void Promise.reject(new Error('${lost}'))`;

/** Code that rejects a promise which nobody waits for. */
const rejecting = (when: Crashing['when']): string => {
  if (when === 'start') return `setImmediate(${reject});`;
  return `process.on('${'sent' in when ? 'message' : 'SIGUSR2'}', ${reject});`;
};

/** Runs the process until it ended. */
export const crash = async ({ args, env, folder, when }: Crashing): Promise<Crashed> => {
  const preload = join(folder, 'rejecting.cjs');
  writeFileSync(preload, rejecting(when));
  const { PATH, HOME } = process.env;
  const isForked = typeof when === 'object' && 'sent' in when;
  const child = spawn(process.execPath, ['--require', preload, ...args], {
    cwd: workspace,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(isForked ? (['ipc'] as const) : [])],
  });
  let output = '';
  let printed = typeof when === 'object' && 'printed' in when ? when.printed : undefined;
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (printed === undefined || !output.includes(printed)) return;
      printed = undefined;
      child.kill('SIGUSR2');
    });
  const sent: unknown[] = [];
  child.on('message', (message) => sent.push(message));
  if (isForked) child.once('message', () => child.send(when.sent));
  const timer = setTimeout(() => child.kill('SIGKILL'), 50_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, output, sent };
};
