import type { Command } from 'commander';

/** `twl up`: everything in one process. */
export const addUp = (program: Command): void => {
  program
    .command('up')
    .description('run everything in one process: ingestion, processing, API and dashboard')
    .option('--live', 'call the public addresses, not the simulator')
    .action(async ({ live }: { live?: boolean }) => {
      // Loading the servers takes half a second, which the other commands are not to wait for.
      const { serve } = await import('./serve');
      await serve(live);
    });
};
