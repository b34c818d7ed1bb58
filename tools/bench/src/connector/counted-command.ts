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
  /** What stands once in the line of each record, and nowhere else. */
  recordMark: string;
}

/** Runs a command, counts the records it prints, and takes the CPU seconds that it tells through its fourth stream at its end. */
export const countedCommand = async ({ file, args, env = process.env, recordMark }: Command): Promise<CommandCost> => {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env });
  const [records, said, told, [code]] = await Promise.all([
    count(child.stdout!, recordMark),
    text(child.stderr!),
    text(child.stdio[3] as Readable),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`${file} ${args.slice(0, 2).join(' ')} failed (${code}): ${said.slice(-500)}`);
  return { records, cpuSeconds: Number(told) };
};

/** Takes as little time as it can: what runs beside a command slows it down on machines whose processors share a core. */
const count = async (output: Readable, mark: string): Promise<number> => {
  let found = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of output as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, from)) {
      found++;
      from = at + mark.length;
    }
    rest = bytes.subarray(Math.max(from, bytes.length - mark.length + 1));
  }
  return found;
};
