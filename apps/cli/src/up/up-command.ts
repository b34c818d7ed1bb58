import type { Command } from 'commander';
import { environment } from '../with-runtime';
import { engineEnvironment, withEngineOptions, type EngineOptions } from './engine-options';

/** `twl up`: runs everything in one process. */
export const addUp = (program: Command): void => {
  const command = program
    .command('up')
    .description('run everything in one process: ingestion, processing, API and dashboard')
    .option('--live', 'call the public addresses instead of the simulator');
  withEngineOptions(command).action(async ({ live, ...engine }: EngineOptions & { live?: boolean }) => {
    // Loaded here because it takes half a second, which other commands should not wait for.
    const { serve } = await import('./serve');
    await serve({ ...environment(live), ...engineEnvironment(engine) });
  });
};
