import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const workspace = join(__dirname, '../../..');

/** Programs of others, as scripts that note what they are asked and answer as they are told to. */
const script = (answers: string): string => `#!/bin/sh
printf '%s' "$(basename "$0")" >>"$CALLS"
for each in "$@"; do printf ' %s' "$each" >>"$CALLS"; done
printf '\\n' >>"$CALLS"
case "$*" in
${answers}
esac
`;

const outputs = (apiUrl: string) => ({
  api_url: { value: apiUrl },
  dashboard_url: { value: 'https://d1.cloudfront.net' },
  dashboard_bucket: { value: 'files' },
  distribution_id: { value: 'D1' },
  raw_bucket: { value: 'raw' },
  queue_url: { value: 'https://sqs/1/pages' },
  request_queue_url: { value: 'https://sqs/1/requests' },
  function_names: { value: { ingestion: 'i', processing: 'p', api: 'a' } },
  log_groups: { value: {} },
  settings: { value: { ENGINE: 'aws', TABLE_NAME: 'curated' } },
});

describe('npm run deploy', () => {
  let root: string;
  let server: Server;
  let apiUrl: string;
  const file = join(workspace, 'dist/tools/deploy-spec/main.cjs');

  beforeAll(async () => {
    const entry = `import { build } from 'esbuild';
      import { bundleOptions } from ${JSON.stringify(join(workspace, 'tools/build/bundle.mjs'))};
      await build(bundleOptions('tools/deploy/src/main.ts', ${JSON.stringify(file)}));`;
    execFileSync(process.execPath, ['--input-type=module', '-e', entry], { cwd: workspace });
    server = createServer((_, answer) => answer.end('{"status":"ready"}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  });
  afterAll(() => {
    server.close();
    rmSync(join(workspace, 'dist/tools/deploy-spec'), { recursive: true, force: true });
  });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'twl-deploy-'));
    for (const folder of ['bin', 'terraform/account', 'terraform/envs/dev', 'dashboard'])
      mkdirSync(join(root, folder), { recursive: true });
    for (const name of ['index.html', 'main-ABCDEFGH.js', 'favicon.svg']) writeFileSync(join(root, 'dashboard', name), name);
    program('terraform', `"output -json") cat "${join(root, 'outputs.json')}" ;;\nplan*) exit 2 ;;`);
    program('aws', `"sts get-caller-identity"*) echo '{"Account":"123456789012","Arn":"arn:aws:iam::123456789012:user/ada"}' ;;`);
    writeFileSync(join(root, 'outputs.json'), JSON.stringify(outputs(apiUrl)));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const program = (name: string, answers: string): void => {
    const path = join(root, 'bin', name);
    writeFileSync(path, script(answers));
    chmodSync(path, 0o755);
  };

  const deploy = async (...args: string[]) => {
    const { spawn } = await import('node:child_process');
    const paths = ['--terraform', join(root, 'terraform'), '--dashboard', join(root, 'dashboard'), '--no-packages', '--no-sources'];
    const PATH = [join(root, 'bin'), '/usr/bin', '/bin'].join(delimiter);
    const env = { ...process.env, PATH, AWS_REGION: 'eu-north-1', CALLS: join(root, 'calls') };
    const child = spawn(process.execPath, [file, ...paths, ...args], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (said.stdout += String(text)));
    child.stderr.on('data', (text) => (said.stderr += String(text)));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, ...said };
  };
  const calls = (): string[] =>
    existsSync(join(root, 'calls'))
      ? readFileSync(join(root, 'calls'), 'utf8')
          .trim()
          .replaceAll(/\S*twl-plan-\S+/g, 'PLAN')
          .split('\n')
      : [];

  it('applies, uploads with the right headers, invalidates, and asks whether it is ready, in this order', async () => {
    const { code, stdout, stderr } = await deploy('--env', 'dev', '--yes');
    expect([code, stderr]).toEqual([0, expect.stringContaining('200 {"status":"ready"}')]);
    const [dashboard, all] = [join(root, 'dashboard'), ['--recursive', '--only-show-errors', '--exclude', '*']];
    const upload = (name: string, header: string) =>
      ['aws s3 cp', dashboard, 's3://files', ...all, '--include', name, '--cache-control', header].join(' ');
    expect(calls().filter((call) => !call.includes('--version'))).toEqual([
      'aws sts get-caller-identity --output json',
      'aws s3api head-bucket --bucket twl-pipeline-state-123456789012',
      'terraform init -input=false -no-color -backend-config=bucket=twl-pipeline-state-123456789012 -backend-config=region=eu-north-1',
      'terraform plan -input=false -detailed-exitcode PLAN',
      'terraform apply -input=false PLAN',
      'terraform output -json',
      upload('main-ABCDEFGH.js', 'public, max-age=31536000, immutable'),
      upload('favicon.svg', 'no-cache'),
      upload('index.html', 'no-cache'),
      'aws cloudfront create-invalidation --distribution-id D1 --paths /* --query Invalidation.Status --output text',
    ]);
    expect(stdout).toContain('dashboard   https://d1.cloudfront.net');
  });

  it('applies nothing that nobody said yes to', async () => {
    expect(await deploy('--env', 'dev')).toMatchObject({ code: 2, stderr: expect.stringContaining('say --yes') });
    expect(calls().join('\n')).not.toContain('terraform apply');
  });

  it('only looks with --plan and --drift, and says by its exit code that something drifted', async () => {
    expect((await deploy('--env', 'dev', '--plan')).code).toBe(0);
    expect(await deploy('--env', 'dev', '--drift')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not as Terraform left it'),
    });
    expect(calls().join('\n')).not.toMatch(/apply|s3 cp|create-invalidation/);
  });

  it('removes an environment by a plan of its own, once somebody said yes', async () => {
    expect((await deploy('--env', 'dev', '--destroy')).code).toBe(2);
    expect(calls().join('\n')).not.toContain('terraform apply');
    expect((await deploy('--env', 'dev', '--destroy', '--yes')).code).toBe(0);
    expect(calls().slice(-2)).toEqual([
      'terraform plan -input=false -detailed-exitcode PLAN -destroy',
      'terraform apply -input=false PLAN',
    ]);
  });

  it('prints the settings of twl for a shell', async () => {
    expect(await deploy('--env', 'dev', '--settings')).toMatchObject({
      code: 0,
      stdout: "export ENGINE='aws'\nexport TABLE_NAME='curated'\n",
    });
  });

  it('leaves an account alone that was made ready from another machine, and goes on with one of its own', async () => {
    expect(await deploy('--account', '--yes')).toMatchObject({ code: 0, stderr: expect.stringContaining('was made ready elsewhere') });
    expect(calls().join('\n')).not.toContain('terraform plan');
    program('terraform', `"state list") echo module.state ;;\nplan*) exit 2 ;;`);
    expect((await deploy('--account', '--yes')).code).toBe(0);
    expect(calls().at(-1)).toBe('terraform apply -input=false PLAN');
  });

  it('says how to go back when a step fails, and stops there', async () => {
    program('terraform', `"output -json") cat "${join(root, 'outputs.json')}" ;;\nplan*) exit 2 ;;\napply*) exit 1 ;;`);
    const { code, stderr } = await deploy('--env', 'dev', '--yes');
    expect(code).toBe(1);
    for (const part of ['try again', 'git checkout', 'sources rollback', 'terraform apply']) expect(stderr).toContain(part);
    expect(calls().join('\n')).not.toContain('s3 cp');
  });

  it('says what is missing without programs, credentials or a bucket for the states, and what works without', async () => {
    program('aws', `sts*) echo 'Unable to locate credentials' >&2; exit 255 ;;`);
    const noCredentials = await deploy('--env', 'dev', '--yes');
    expect(noCredentials).toMatchObject({ code: 2, stderr: expect.stringContaining('Unable to locate credentials') });
    expect(noCredentials.stderr).toContain('npm start -- --engine aws --emulator');
    program('aws', `sts*) echo '{"Account":"123456789012","Arn":"a"}' ;;\ns3api*) echo 'Not Found' >&2; exit 254 ;;`);
    expect(await deploy('--env', 'dev')).toMatchObject({ code: 2, stderr: expect.stringContaining('npm run deploy -- --account') });
    rmSync(join(root, 'bin', 'terraform'));
    if (spawnSync('terraform', ['--version'], { env: { PATH: '/usr/bin:/bin' } }).error)
      expect(await deploy('--env', 'dev')).toMatchObject({ code: 2, stderr: expect.stringContaining('missing: Terraform 1.10') });
    expect(calls().join('\n')).not.toContain('terraform init');
  });

  it('names the environments where there is none of that name', async () => {
    expect(await deploy('--env', '../dev')).toMatchObject({ code: 2, stderr: 'there is no environment ../dev: choose of dev\n' });
  });
});
