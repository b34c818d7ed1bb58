import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { workspace } from '../../product/dist';
import { waitFor } from '../../product/wait-for';
import type { Ministack } from './ministack';
import { apps, policyOf, type PermittedApp, type PolicyOptions, type PolicyStatement } from './permissions';
import type { Answered, Cloud } from './whole-flow';

const account = '000000000000';

/** What everything is called in the emulator. */
const names = { table: 'twl', bucket: 'twl-raw-enforced', pages: 'twl-pages', requests: 'twl-requests', prefix: '/twl/' };

/** Time-out of each function, s, and what brings it messages. */
const functions = {
  ingestion: { timeout: 300, queue: names.requests, batch: 1 },
  processing: { timeout: 120, queue: names.pages, batch: 10 },
  api: { timeout: 29, queue: undefined, batch: 0 },
} as const;

/** IAM permits a batch by the action for one message; this emulator has actions of its own for batches. */
const withBatches = (statement: PolicyStatement): PolicyStatement[] =>
  ['sqs:SendMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'].includes(statement.Action)
    ? [statement, { ...statement, Action: `${statement.Action}Batch` }]
    : [statement];

/** How an invocation ended. */
export interface Invocation {
  /** What the function threw. */
  failed: string | undefined;
  answer: unknown;
  /** The end of its log. */
  log: string;
}

/** Roles with the derived policies, and the three functions under them, in an emulator that enforces both. */
export class EnforcedCloud implements Cloud {
  readonly names = names;
  private readonly iam: IAMClient;
  private readonly lambda: LambdaClient;
  private readonly sqs: SQSClient;
  private host = '';

  constructor(private readonly ministack: Ministack) {
    this.iam = new IAMClient(ministack.access);
    this.lambda = new LambdaClient(ministack.access);
    this.sqs = new SQSClient(ministack.access);
  }

  /** What the names in the permissions stand for. */
  get arns(): Record<string, string> {
    const of = (service: string, rest: string) => `arn:aws:${service}:${this.ministack.region}:${account}:${rest}`;
    return {
      table: of('dynamodb', `table/${names.table}`),
      bucket: `arn:aws:s3:::${names.bucket}`,
      page_queue: of('sqs', names.pages),
      page_dead_queue: of('sqs', `${names.pages}-dead`),
      request_queue: of('sqs', names.requests),
      request_dead_queue: of('sqs', `${names.requests}-dead`),
      secrets: of('secretsmanager', `secret:${names.prefix}`),
      parameters: of('ssm', `parameter${names.prefix}`),
      log_group: of('logs', 'log-group:/aws/lambda/twl'),
    };
  }

  roleOf(app: PermittedApp): string {
    return `arn:aws:iam::${account}:role/twl-${app}`;
  }

  /** Makes roles, functions, mappings and the HTTP API. The resources are there. */
  async create(env: Record<string, string>, choices: readonly string[]): Promise<void> {
    for (const app of apps) {
      await this.createRole(app);
      await this.permit(app, { choices });
      await this.createFunction(app, env);
    }
    await this.createHttpApi();
  }

  /** Gives the role of an app its policy. */
  async permit(app: PermittedApp, options: Omit<PolicyOptions, 'arns'>): Promise<void> {
    const { Version, Statement } = policyOf(app, { ...options, arns: this.arns });
    const PolicyDocument = JSON.stringify({ Version, Statement: Statement.flatMap(withBatches) });
    await this.iam.send(new PutRolePolicyCommand({ RoleName: `twl-${app}`, PolicyName: 'twl', PolicyDocument }));
  }

  /** Credentials of the role of an app. */
  async assumed(app: PermittedApp): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }> {
    const sts = new STSClient(this.ministack.access);
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: this.roleOf(app), RoleSessionName: 'probe' }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
    return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
  }

  async ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answered<T>> {
    const { status, text } = await this.ministack.ask({ path: `/api${path}`, method, host: this.host, body });
    return { status, body: JSON.parse(text || 'null') as T };
  }

  async ingest(event: unknown): Promise<unknown> {
    const { failed, answer } = await this.invoke('ingestion', event);
    if (failed !== undefined) throw new Error(failed);
    return answer;
  }

  async follow(url: string): Promise<string> {
    const { pathname, search } = new URL(url);
    const { status, text } = await this.ministack.ask({ path: pathname + search });
    if (status !== 200) throw new Error(`${url} answered ${String(status)}: ${text.slice(0, 500)}`);
    return text;
  }

  async invoke(app: PermittedApp, event: unknown): Promise<Invocation> {
    const { FunctionError, Payload, LogResult } = await this.lambda.send(
      new InvokeCommand({ FunctionName: `twl-${app}`, Payload: JSON.stringify(event), LogType: 'Tail' }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null') as { errorMessage?: string } | null;
    const failed = FunctionError === undefined ? undefined : (answer?.errorMessage ?? FunctionError);
    return { failed, answer, log: Buffer.from(LogResult ?? '', 'base64').toString() };
  }

  async settle(): Promise<void> {
    await waitFor(
      'no message is on its way',
      async () => {
        for (const look of [1, 2, 3]) {
          if ((await this.onTheirWay()) > 0) return false;
          if (look < 3) await sleep(150);
        }
        return true;
      },
      120_000,
    );
  }

  /** Pages are over a minute after they came. */
  later(): Promise<void> {
    return sleep(61_000);
  }

  /** Messages that wait, or that a function has. */
  async onTheirWay(): Promise<number> {
    const counts = await Promise.all([names.pages, names.requests].map((queue) => this.messagesIn(queue)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async messagesIn(QueueName: string): Promise<number> {
    const { QueueUrl } = await this.sqs.send(new GetQueueUrlCommand({ QueueName }));
    const AttributeNames = ['ApproximateNumberOfMessages' as const, 'ApproximateNumberOfMessagesNotVisible' as const];
    const { Attributes = {} } = await this.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  }

  private functionArn(app: PermittedApp): string {
    return `arn:aws:lambda:${this.ministack.region}:${account}:function:twl-${app}`;
  }

  /** Lambda may take the role, and so may the test, to try what it permits. */
  private async createRole(app: PermittedApp): Promise<void> {
    const principals = [{ Service: 'lambda.amazonaws.com' }, { AWS: `arn:aws:iam::${account}:root` }];
    const Statement = principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }));
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await this.iam.send(new CreateRoleCommand({ RoleName: `twl-${app}`, AssumeRolePolicyDocument }));
  }

  private async createHttpApi(): Promise<void> {
    const gateway = new ApiGatewayV2Client(this.ministack.access);
    const { ApiId } = await gateway.send(new CreateApiCommand({ Name: 'twl', ProtocolType: 'HTTP' }));
    const proxy = { IntegrationType: 'AWS_PROXY' as const, PayloadFormatVersion: '2.0', IntegrationUri: this.functionArn('api') };
    const { IntegrationId } = await gateway.send(new CreateIntegrationCommand({ ApiId, ...proxy }));
    await gateway.send(new CreateRouteCommand({ ApiId, RouteKey: '$default', Target: `integrations/${IntegrationId!}` }));
    await gateway.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }));
    const permission = { StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' };
    await this.lambda.send(new AddPermissionCommand({ FunctionName: 'twl-api', ...permission }));
    this.host = this.ministack.hostOf(ApiId!);
  }

  private async createFunction(app: PermittedApp, env: Record<string, string>): Promise<void> {
    const { timeout, queue, batch } = functions[app];
    const FunctionName = `twl-${app}`;
    const code = { Runtime: 'nodejs24.x' as const, Handler: 'main.handler', MemorySize: 1024, Timeout: timeout };
    const ZipFile = readFileSync(join(workspace, `dist/functions/${app}.zip`));
    const Environment = { Variables: { ...env, DATA_DIR: join(this.ministack.folder, `data-${app}`) } };
    await this.lambda.send(new CreateFunctionCommand({ FunctionName, Role: this.roleOf(app), Code: { ZipFile }, Environment, ...code }));
    await waitUntilFunctionActiveV2({ client: this.lambda, maxWaitTime: 30 }, { FunctionName });
    if (queue === undefined) return;
    const EventSourceArn = `arn:aws:sqs:${this.ministack.region}:${account}:${queue}`;
    const mapping = { BatchSize: batch, FunctionResponseTypes: ['ReportBatchItemFailures' as const] };
    await this.lambda.send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, ...mapping }));
  }
}
