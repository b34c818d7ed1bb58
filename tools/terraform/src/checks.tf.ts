import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { TempFolders, workspace } from '@twl/e2e';
import { runTerraform } from './terraform/run-terraform';
import { Workdir } from './terraform/workdir';

const folder = join(workspace, 'terraform');

/** Runs a command, and gives what it says when it fails; nothing else. */
const complaint = (command: string, ...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(command, args, { cwd: workspace }, (error, stdout, stderr) => resolve(error ? `${stdout}${stderr}` || error.message : ''));
  });

describe('the folder terraform', () => {
  const folders = new TempFolders();
  afterAll(() => folders.remove());

  it('is written as terraform fmt writes it', async () => {
    expect((await runTerraform(['fmt', '-check', '-recursive', '-diff'], folder)).stdout).toBe('');
  });

  const withCheckov = process.env['TWL_TEST_CHECKOV'] ? it : it.skip;
  withCheckov(
    'has nothing that checkov finds, but what has its reason',
    async () => {
      const args = ['--config-file', 'terraform/.checkov.yaml', '-d', 'terraform'];
      expect(await complaint(process.env['TWL_TEST_CHECKOV']!, ...args)).toBe('');
    },
    300_000,
  );

  const withProvider = process.env['TWL_TEST_PROVIDER'] ? describe : describe.skip;
  withProvider('with the provider', () => {
    it('is valid', async () => {
      for (const root of ['prod', 'account'] as const) {
        const made = Workdir.create(folders, root);
        await runTerraform(['init', '-backend=false', '-input=false'], made.path);
        expect((await runTerraform(['validate'], made.path)).stdout).toContain('The configuration is valid');
      }
    }, 300_000);

    it('refuses what its variables say they refuse', async () => {
      const copy = join(folders.create(), 'terraform');
      cpSync(folder, copy, { recursive: true });
      const path = join(copy, 'modules/pipeline');
      await runTerraform(['init', '-backend=false', '-input=false'], path);
      expect((await runTerraform(['test'], path)).stdout).toMatch(/\b0 failed/);
    }, 600_000);
  });
});
