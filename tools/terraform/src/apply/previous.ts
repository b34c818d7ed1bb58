import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { TempFolders, workspace } from '@twl/e2e';

const git = (...args: string[]): Buffer =>
  execFileSync('git', args, { cwd: workspace, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 });

const places = ['terraform/modules', 'terraform/envs', 'terraform/permissions.json'];

/** The folder `terraform` as it was before it last changed; undefined where the history does not reach that far. */
export const previousTerraform = (folders: TempFolders): string | undefined => {
  try {
    const changed = git('status', '--porcelain', '--', ...places).length > 0;
    const commits = git('log', '--format=%H', '-2', '--', ...places)
      .toString()
      .trim()
      .split('\n');
    const commit = changed ? commits[0] : commits[1];
    if (!commit || git('ls-tree', commit, 'terraform/envs/dev/').length === 0) return undefined;
    const folder = folders.create();
    execFileSync('tar', ['-x', '-C', folder], { input: git('archive', commit, 'terraform') });
    return join(folder, 'terraform');
  } catch {
    return undefined;
  }
};
