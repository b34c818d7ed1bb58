import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SQSClient, type Message } from '@aws-sdk/client-sqs';
import type { CuratedRecord, Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { workspace } from '../../product/dist';
import { writePostsSource } from '../../product/posts-source';
import { TempFolders } from '../../product/temp-folder';
import { twl } from '../../product/twl';
import { caller, emulatedEnv } from '../emulated-env';
import { EventBus } from '../event-bus';
import { httpEvent, type LambdaHttpAnswer } from '../http-event';
import { FunctionProcess, unpack } from './function-process';

describe('each zip in the runtime client of Lambda', () => {
  const folders = new TempFolders();
  const started: FunctionProcess[] = [];
  const sent: string[] = [];
  let simulator: Simulator;
  let ingestion: FunctionProcess;
  let processing: FunctionProcess;
  let api: FunctionProcess;
  let pages: EventBus;

  const start = (folder: string, env?: Record<string, string>): FunctionProcess => {
    const made = new FunctionProcess(folder, env);
    started.push(made);
    return made;
  };

  beforeAll(async () => {
    const sourcesDir = folders.create();
    simulator = await startSimulator({ port: 0, since: Date.now() });
    writePostsSource(sourcesDir, 'posts', { address: simulator.url, settings: { schedule: { cron: '* * * * *' } } });
    const settings = emulatedEnv(sourcesDir);
    const env = { ...settings, ...caller, DATA_DIR: folders.create() };
    expect(await twl(['export'], { ...env, CREATE_RESOURCES: 'on' })).toMatchObject({ code: 0 });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new SQSClient({ region: 'us-east-1', credentials, endpoint: settings.AWS_ENDPOINT_URL });
    ingestion = start(unpack('ingestion', folders.create()), env);
    processing = start(unpack('processing', folders.create()), env);
    api = start(unpack('api', folders.create()), env);
    pages = new EventBus(client, settings.PAGE_QUEUE, processing);
  });

  afterAll(async () => {
    await Promise.all(started.map((one) => one.stop()));
    await simulator?.close();
    await folders.remove();
  });

  it('takes a schedule, messages of the queue and requests of an HTTP API', async () => {
    const scheduled = await ingestion.invoke<{ runs: Run[] }>({ 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} });
    expect(scheduled.runs).toMatchObject([{ source: 'posts', state: 'running', pages: 6 }]);
    const keep = (messages: Message[]): Message[] => {
      sent.push(...messages.map(({ Body }) => Body!));
      return messages;
    };
    expect(await pages.drain({ shuffle: keep })).toBe(6);
    const { statusCode, body } = await api.invoke<LambdaHttpAnswer>(httpEvent('/api/records', 'limit=200&source=posts'));
    expect([statusCode, (JSON.parse(body) as { items: CuratedRecord[] }).items.length]).toEqual([200, 100]);
  });

  it('tells Lambda the messages that failed, and an invocation that failed as a failure', async () => {
    for (const body of [sent[0]!, 'not even JSON']) await pages.send(body);
    const messages = await pages.receive();
    const bad = messages.find(({ Body }) => Body === 'not even JSON')!;
    expect(await pages.deliver(messages)).toEqual({ batchItemFailures: [{ itemIdentifier: bad.MessageId }] });
    await expect(ingestion.invoke({ hello: 1 })).rejects.toMatchObject({
      type: 'InvocationFailedError',
      message: expect.stringContaining('unknown event'),
    });
    await expect(processing.invoke({ hello: 1 })).rejects.toMatchObject({ type: 'InvocationFailedError' });
  });

  it('answers each caller in its shape, over and over in one process', async () => {
    const path = '/api/health/ready';
    const rest = { path, httpMethod: 'GET', headers: {}, body: null, requestContext: { stage: 'dev' } };
    const type = 'application/json; charset=utf-8';
    expect(await api.invoke(httpEvent(path))).toMatchObject({ statusCode: 200, headers: { 'content-type': type } });
    expect(await api.invoke(rest)).toMatchObject({ statusCode: 200, multiValueHeaders: { 'content-type': [type] } });
    const balanced = { ...rest, requestContext: { elb: {} } };
    expect(await api.invoke(balanced)).toMatchObject({ statusCode: 200, headers: { 'content-type': type } });
    expect(await api.invoke({ source: 'aws.scheduler' })).toEqual({ statusCode: 204 });
  });

  it('would be refused with a handler of three arguments, as the wrapper gives it', async () => {
    const folder = folders.create();
    const wrapper = join(workspace, 'node_modules/@vendia/serverless-express');
    writeFileSync(join(folder, 'main.js'), `exports.handler = require(${JSON.stringify(wrapper)})({ app: () => undefined });`);
    await expect(start(folder).invoke(httpEvent('/'))).rejects.toMatchObject({
      type: 'Runtime.CallbackHandlerDeprecated',
      message: expect.stringContaining('Node.js 24'),
    });
  });
});
