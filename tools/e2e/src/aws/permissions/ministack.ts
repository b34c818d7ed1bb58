import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from '../../product/free-port';
import { waitFor } from '../../product/wait-for';

/** An answer over HTTPS. */
export interface HttpsAnswer {
  status: number;
  text: string;
  headers: IncomingHttpHeaders;
}

/** What is asked over HTTPS; `host` says which of the servers. */
export interface HttpsRequest {
  path: string;
  method?: string;
  host?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Who may do everything. */
const root: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

const names = 'DNS:localhost,DNS:*.localhost,DNS:*.execute-api.localhost,DNS:*.cloudfront.net,IP:127.0.0.1';

/** An emulator of AWS that enforces IAM on calls and on the code of functions, over TLS, on loopback. */
export class Ministack {
  readonly region = 'eu-central-1';
  readonly folder = mkdtempSync(join(tmpdir(), 'twl-ministack-'));
  readonly certificate = join(this.folder, 'server.crt');
  private port = 0;
  private child: ChildProcess | undefined;
  private log = '';
  private agent = new Agent();

  /**
   * @param program the file `ministack` of a virtual environment
   * @param script what its Python runs in place of that, and with which environment beside
   */
  constructor(
    private readonly program: string,
    private readonly script?: { path: string; env: Record<string, string> },
  ) {}

  get url(): string {
    return `https://127.0.0.1:${String(this.port)}`;
  }

  /** What clients of the SDK are made with. */
  get access() {
    const { region, url, agent } = this;
    const credentials: Credentials = root;
    return { region, endpoint: url, credentials, requestHandler: { httpsAgent: agent } };
  }

  /** What processes on this machine need to call it. */
  get env(): Record<string, string> {
    const { accessKeyId, secretAccessKey } = root;
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    return { AWS_REGION: this.region, AWS_ENDPOINT_URL: this.url, NODE_EXTRA_CA_CERTS: this.certificate, ...keys };
  }

  async start(): Promise<void> {
    const key = join(this.folder, 'server.key');
    const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names}`];
    const files = ['-keyout', key, '-out', this.certificate];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files], { stdio: 'ignore' });
    this.agent = new Agent({ ca: readFileSync(this.certificate), keepAlive: true });
    this.port = await freePort();
    const [command, args] = this.script ? [join(dirname(this.program), 'python'), [this.script.path]] : [this.program, []];
    const env = { ...this.ownEnv(key), ...this.script?.env };
    this.child = spawn(command, args, { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream!.setEncoding('utf8').on('data', (text: string) => (this.log = (this.log + text).slice(-200_000)));
    await waitFor('ministack answers', async () => {
      if (this.child!.exitCode !== null) throw new Error(`ministack ended: ${this.log}`);
      return (await this.ask({ path: '/_ministack/health' })).status > 0;
    });
  }

  /** One request; `host` says to which of its servers. */
  ask(options: HttpsRequest): Promise<HttpsAnswer> {
    const { path, method = 'GET', host, body, headers: more } = options;
    const headers = {
      accept: 'application/json',
      ...more,
      ...(host && { host }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    return new Promise((resolve, reject) => {
      const sent = request({ hostname: '127.0.0.1', port: this.port, path, method, headers, agent: this.agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }));
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  get gatewayPort(): number {
    return this.port;
  }

  hostOf(api: string): string {
    return `${api}.execute-api.localhost:${String(this.port)}`;
  }

  /** What it, and the functions in it, have said lately. */
  get said(): string {
    return this.log;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    if (this.child && this.child.exitCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      const timer = setTimeout(() => this.child?.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(timer);
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Its functions run on this Node, and know nothing of the environment of the tests. */
  private ownEnv(key: string): Record<string, string> {
    const { PATH = '', HOME = '' } = process.env;
    const tls = {
      USE_SSL: '1',
      SSL_CERT_FILE: this.certificate,
      MINISTACK_SSL_CERT: this.certificate,
      MINISTACK_SSL_KEY: key,
      NODE_EXTRA_CA_CERTS: this.certificate,
    };
    const where = { BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(this.port), MINISTACK_REGION: this.region };
    const folders = { HOME, TMPDIR: this.folder, STATE_DIR: this.folder };
    return { PATH: `${dirname(process.execPath)}${delimiter}${PATH}`, AUTH: 'true', ...folders, ...tls, ...where };
  }
}
