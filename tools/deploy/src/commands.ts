import { spawnSync } from 'node:child_process';

/** A step that failed; its own words are on the screen already. */
export class StepFailed extends Error {}

/** Something that has to be put right before a command can begin: it ends with 2. */
export class NotReady extends Error {}

/** How a command is run. */
export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
}

const environment = (env: CommandOptions['env']): NodeJS.ProcessEnv => ({ ...process.env, ...env });

/** Runs a command with its output on this screen; gives its exit code. */
export const runFor = (command: string, args: readonly string[], { cwd, env }: CommandOptions = {}): number => {
  const { status, error } = spawnSync(command, args, { cwd, env: environment(env), stdio: ['inherit', 'inherit', 'inherit'] });
  if (error) throw new StepFailed(`${command} cannot be run: ${error.message}`);
  return status ?? 1;
};

/** The same, for a command that has to succeed. @throws StepFailed */
export const run = (command: string, args: readonly string[], options?: CommandOptions): void => {
  const code = runFor(command, args, options);
  if (code !== 0) throw new StepFailed(`${command} ${args.slice(0, 3).join(' ')} … ended with ${code}`);
};

/** What a command prints, or why it gives nothing. */
export const outputOf = (
  command: string,
  args: readonly string[],
  { cwd, env }: CommandOptions = {},
): { text: string } | { why: string } => {
  const options = { cwd, env: environment(env), encoding: 'utf8' as const, maxBuffer: 64 * 1024 ** 2 };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error) return { why: error.message };
  return status === 0 ? { text: stdout } : { why: stderr.trim() };
};

/** Whether a program is there at all. */
export const isThere = (program: string): boolean => !(spawnSync(program, ['--version'], { stdio: 'ignore' }).error instanceof Error);
