import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ministack, TempFolders, workspace, type HttpsAnswer } from '@twl/e2e';
import { Workdir } from '../terraform/workdir';
import { AwsCli } from './aws-cli';

/** What an environment gives, as far as the tests look at it. */
export interface Outputs {
  api_url: string;
  dashboard_url: string;
  dashboard_bucket: string;
  queue_url: string;
  raw_bucket: string;
  table: string;
  function_names: Record<string, string>;
  log_groups: Record<string, string>;
  user_pool_id: string;
  client_id: string;
  settings: Record<string, string>;
}

const named = (variable: string): string => {
  const value = process.env[variable];
  if (!value) throw new Error(`these tests need ${variable}: run them with npm run test:terraform`);
  return value;
};

/** An account on the emulator, with the real zips deployed to it. */
export class Account {
  readonly folders = new TempFolders();
  readonly ministack: Ministack;
  readonly aws: AwsCli;
  readonly dev: Workdir;
  outputs = {} as Outputs;
  private readonly clockFile = join(this.folders.create(), 'clock');

  constructor() {
    writeFileSync(this.clockFile, '0');
    const env = { TWL_CLOCK_FILE: this.clockFile };
    this.ministack = new Ministack(named('TWL_TEST_MINISTACK'), { path: join(workspace, 'tools/aws/ministack-over-tls.py'), env });
    this.aws = new AwsCli(named('TWL_TEST_AWS_CLI'), this.ministack);
    this.dev = this.workdir();
  }

  /** Dev, as it is here or was elsewhere. Provider 5.100 does not know the runtime; the emulator runs what it finds. */
  workdir(from?: string): Workdir {
    const made = Workdir.create(this.folders, 'dev', from);
    Object.assign(made.variables, { code_dir: join(workspace, 'dist/functions'), runtime: 'nodejs22.x', region: this.ministack.region });
    return made;
  }

  async start(): Promise<void> {
    await this.ministack.start();
    process.env['AWS_CA_BUNDLE'] = this.ministack.certificate;
  }

  async stop(): Promise<void> {
    await this.ministack.stop();
    await this.folders.remove();
  }

  /** Lets time pass for the queues. */
  later(ms: number): void {
    writeFileSync(this.clockFile, String(Number(readFileSync(this.clockFile, 'utf8')) + ms));
  }

  /** Asks the API at its own address. */
  ask(path: string, options: { method?: string; token?: string; body?: unknown } = {}): Promise<HttpsAnswer> {
    const { method, token, body } = options;
    const { host, pathname } = new URL(this.outputs.api_url);
    return this.ministack.ask({
      path: pathname + path,
      method,
      host,
      body,
      ...(token && { headers: { authorization: `Bearer ${token}` } }),
    });
  }

  async get<T>(path: string): Promise<T> {
    const { status, text } = await this.ask(path);
    if (status !== 200) throw new Error(`${path} answered ${String(status)}: ${text}`);
    return JSON.parse(text) as T;
  }

  /** Asks CloudFront. */
  visit(path: string): Promise<HttpsAnswer> {
    return this.ministack.ask({ path, host: new URL(this.outputs.dashboard_url).host, headers: { accept: 'text/html' } });
  }

  /** Tells the API where the emulator has the keys of its issuer: the issuer's address is one of AWS. */
  async nameKeys(): Promise<void> {
    const { function_names: names, user_pool_id: pool } = this.outputs;
    const of = ['--function-name', names['api']!];
    type Configured = { Environment: { Variables: Record<string, string> } };
    const { Environment } = await this.aws.json<Configured>('lambda', 'get-function-configuration', ...of);
    const OIDC_JWKS_URI = `${this.ministack.url}/${pool}/.well-known/jwks.json`;
    const Variables = { ...Environment.Variables, OIDC_JWKS_URI };
    await this.aws.json('lambda', 'update-function-configuration', ...of, '--environment', JSON.stringify({ Variables }));
  }

  /** A token of somebody whom the user pool knows. */
  async signIn(): Promise<string> {
    const { user_pool_id: pool, client_id: client } = this.outputs;
    const [user, password] = ['ann@example.com', 'Correct-Horse-Battery-1'];
    const where = ['--user-pool-id', pool, '--username', user];
    await this.aws.json('cognito-idp', 'admin-create-user', ...where, '--temporary-password', password, '--message-action', 'SUPPRESS');
    await this.aws.json('cognito-idp', 'admin-set-user-password', ...where, '--password', password, '--permanent');
    const flow = ['--auth-flow', 'ADMIN_USER_PASSWORD_AUTH', '--auth-parameters', `USERNAME=${user},PASSWORD=${password}`];
    type Tokens = { AuthenticationResult: { AccessToken: string } };
    const { AuthenticationResult } = await this.aws.json<Tokens>(
      'cognito-idp',
      'admin-initiate-auth',
      ...['--user-pool-id', pool],
      '--client-id',
      client,
      ...flow,
    );
    return AuthenticationResult.AccessToken;
  }
}
