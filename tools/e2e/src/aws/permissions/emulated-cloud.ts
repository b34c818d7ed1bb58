import { SQSClient } from '@aws-sdk/client-sqs';
import { EventBus } from '../event-bus';
import { httpEvent, type LambdaHttpAnswer } from '../http-event';
import type { LambdaFunction } from '../lambda-function';
import type { Answered, Cloud } from './whole-flow';

/** The packaged functions, each a process. */
export interface Functions {
  ingestion: LambdaFunction;
  processing: LambdaFunction;
  api: LambdaFunction;
}

/** Functions called by events, with queues of an emulator between them. */
export class EmulatedCloud implements Cloud {
  /** Paths that were asked for, with their methods. */
  readonly asked = new Set<string>();
  private readonly pages: EventBus;
  private readonly requests: EventBus;

  constructor(
    private readonly functions: Functions,
    private readonly queues: { endpoint: string; pages: string; requests: string; later(): Promise<void> },
  ) {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new SQSClient({ region: 'us-east-1', credentials, endpoint: queues.endpoint });
    this.pages = new EventBus(client, queues.pages, functions.processing);
    this.requests = new EventBus(client, queues.requests, functions.ingestion);
  }

  async ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answered<T>> {
    const [file = '', query = ''] = path.split('?');
    this.asked.add(`${method} ${file}`);
    const answer = await this.functions.api.invoke<LambdaHttpAnswer>(httpEvent(`/api${file}`, query, { method, body }));
    return { status: answer.statusCode, body: JSON.parse(answer.body || 'null') as T };
  }

  ingest(event: unknown): Promise<unknown> {
    return this.functions.ingestion.invoke(event);
  }

  /** Puts a text into the queue of requests. */
  request(text: string): Promise<void> {
    return this.requests.send(text);
  }

  later(): Promise<void> {
    return this.queues.later();
  }

  async follow(url: string): Promise<string> {
    return (await fetch(url)).text();
  }

  async settle(): Promise<void> {
    while ((await this.requests.drain()) + (await this.pages.drain()) > 0);
  }
}
