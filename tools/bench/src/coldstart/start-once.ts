import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A function to be started, and the event it is to answer. */
export interface Starting {
  file: string;
  event: unknown;
  env: Record<string, string>;
  /** What its answer fails with, where there is none without AWS. */
  fails?: string;
}

/** Starts a process, loads the function, and lets it answer once: how long that took, ms. */
export const startOnce = async ({ file, event, env, fails }: Starting): Promise<number> => {
  const { PATH, HOME } = process.env;
  const started = performance.now();
  const child = fork('tools/aws/function-host.mjs', [file], {
    env: { PATH, HOME, ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 2, 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${String(code)}`)));
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  child.send({ event, ms: 60_000 });
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [{ error?: string }];
  const took = performance.now() - started;
  // Told to end rather than killed, it writes down the code that it compiled.
  child.disconnect();
  await once(child, 'exit');
  const { error } = answer;
  if (error !== undefined && !(fails && error.includes(fails))) throw new Error(`${file}: ${error}`);
  return took;
};
