import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkExchange } from '@twl/conformance';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { workspace } from '../product/dist';

const host = join(workspace, 'tools/aws/function-host.mjs');

/** A packaged function in a process of its own, called event by event. */
export class LambdaFunction {
  private child: ChildProcess | undefined;

  constructor(
    private readonly name: 'ingestion' | 'processing' | 'api',
    private readonly env: Record<string, string>,
    /** Where it is unpacked: away from the packages of the workspace, which Lambda does not have. */
    private readonly folder: string,
  ) {}

  /** Calls it as Lambda does, with so much time, ms; a failed invocation rejects. What the API answers must be as its document describes. */
  async invoke<T = unknown>(event: unknown, ms = 60_000): Promise<T> {
    const child = (this.child ??= await this.start());
    child.send({ event, ms });
    const answer = (await messageOf(child)) as { result: T } | { error: string };
    if ('error' in answer) throw new Error(answer.error);
    if (this.name === 'api') checkHttp(event, answer.result);
    return answer.result;
  }

  /** Ends the process; the next call starts a new one. */
  async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  private async start(): Promise<ChildProcess> {
    const file = join(workspace, 'dist/functions', this.name, 'main.js');
    if (!existsSync(file)) throw new Error(`${file} is not there: npm run package makes it`);
    const { PATH, HOME } = process.env;
    const unpacked = join(this.folder, this.name);
    mkdirSync(unpacked, { recursive: true });
    cpSync(dirname(file), unpacked, { recursive: true });
    const child = fork(host, [join(unpacked, 'main.js')], {
      env: { PATH, HOME, LOG_LEVEL: 'error', ...this.env },
      execArgv: [],
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    await messageOf(child);
    return child;
  }
}

/** Holds the answer to an HTTP event of payload 2.0 to the document of the API. */
const checkHttp = (event: unknown, result: unknown): void => {
  const { version, rawPath, rawQueryString, body, requestContext } = event as Partial<APIGatewayProxyEventV2>;
  if (version !== '2.0' || rawPath === undefined) return;
  const { statusCode, headers, body: given = '', isBase64Encoded } = result as APIGatewayProxyStructuredResultV2;
  const text = isBase64Encoded ? Buffer.from(given, 'base64').toString() : given;
  const path = rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath;
  const sent: unknown = body === undefined ? undefined : JSON.parse(body);
  checkExchange({
    method: requestContext?.http.method ?? 'GET',
    path,
    sent,
    status: statusCode ?? 200,
    headers: headers as Record<string, string>,
    text,
  });
};

/** The next message of a process; an error when it ends instead. */
const messageOf = (child: ChildProcess): Promise<unknown> => {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, 'exit', { signal }).then(([code]) => Promise.reject(new Error(`the function ended with ${String(code)}`)));
  const message = once(child, 'message', { signal }).then(([text]: unknown[]) => text);
  return Promise.race([message, ended]).finally(() => over.abort());
};
