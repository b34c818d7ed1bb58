import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run, StepFailed } from './commands';
import { uploadGroups } from './dashboard-files';
import type { Environment, Outputs } from './environment';
import { say } from './say';

const title = (text: string): void => say(`\n== ${text}`);

/** Makes the zips and the dashboard. */
export const build = (): void => {
  title('packages functions and dashboard');
  run(process.execPath, ['tools/scripts/build.mjs']);
  run(process.execPath, ['tools/scripts/package.mjs']);
};

/** Puts the built dashboard where CloudFront reads it, and has it read anew. */
export const uploadDashboard = (folder: string, { env }: Pick<Environment, 'env'>, outputs: Outputs): void => {
  title('uploads the dashboard');
  if (!existsSync(join(folder, 'index.html'))) throw new StepFailed(`there is no dashboard in ${folder}: npm run build`);
  const files = globSync('**/*', { cwd: folder }).filter((file) => statSync(join(folder, file)).isFile());
  for (const { cacheControl, files: chosen } of uploadGroups(files.sort())) {
    const included = chosen.flatMap((file) => ['--include', file]);
    const target = `s3://${outputs.dashboard_bucket}`;
    const options = ['--recursive', '--only-show-errors', '--exclude', '*', ...included, '--cache-control', cacheControl];
    run('aws', ['s3', 'cp', folder, target, ...options], { env });
    say(`${chosen.length} ${chosen.length === 1 ? 'file' : 'files'} as ${cacheControl}`);
  }
  const asked = ['--distribution-id', outputs.distribution_id, '--paths', '/*', '--query', 'Invalidation.Status', '--output', 'text'];
  run('aws', ['cloudfront', 'create-invalidation', ...asked], { env });
};

/** Deploys the folder of sources. */
export const pushSources = ({ env }: Pick<Environment, 'env'>, { settings }: Outputs, isSaid: boolean): void => {
  title('pushes the sources');
  const args = ['tools/scripts/twl.mjs', 'sources', 'push', ...(isSaid ? ['--yes'] : [])];
  run(process.execPath, args, { env: { ...env, ...settings } });
};
