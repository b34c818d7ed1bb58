import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** What a command printed, and what that cost its process, its start included. */
export interface CommandCost {
  records: number;
  cpuSeconds: number;
}

interface Command {
  file: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  /** What a line begins with that is a record; empty for every line. */
  recordMark: string;
}

/** Runs a command, counts the records in its lines, and takes the CPU seconds that it tells through its fourth stream at its end. */
export const countedCommand = async ({ file, args, env = process.env, recordMark }: Command): Promise<CommandCost> => {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env });
  const [records, said, told, [code]] = await Promise.all([
    countLines(child.stdout!, recordMark),
    text(child.stderr!),
    text(child.stdio[3] as Readable),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`${file} ${args.slice(0, 2).join(' ')} failed (${code}): ${said.slice(-500)}`);
  return { records, cpuSeconds: Number(told) };
};

const countLines = async (output: Readable, mark: string): Promise<number> => {
  let found = 0;
  let rest = '';
  for await (const chunk of output.setEncoding('latin1') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line.startsWith(mark)) found++;
  }
  return found;
};
