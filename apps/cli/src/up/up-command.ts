import type { Command } from 'commander';
import { environment } from '../with-runtime';
import { engineEnvironment, withEngineOptions, type EngineOptions } from './engine-options';

/** `twl up`: everything in one process. */
export const addUp = (program: Command): void => {
  const command = program
    .command('up')
    .description('run everything in one process: ingestion, processing, API and dashboard')
    .option('--live', 'call the public addresses, not the simulator');
  withEngineOptions(command).action(async ({ live, ...engine }: EngineOptions & { live?: boolean }) => {
    // Loading the servers takes half a second, which the other commands are not to wait for.
    const { serve } = await import('./serve');
    await serve({ ...environment(live), ...engineEnvironment(engine) });
  });
};
