import type { Message } from '@aws-sdk/client-sqs';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { SqsConsumerEventHandler, SqsMessageHandler } from '@ssut/nestjs-sqs';
import { drainBatch, type ProcessPorts } from '@twl/pipeline';
import type { Delivery } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { PROCESS_PORTS, SQS_QUEUE } from '../ports/process-ports';
import { pages, visibilityMs } from './consumer';

type SqsQueue = NonNullable<Runtime['aws']>['pageQueue'];

/** Works off the queue of pages on SQS, batch by batch. When the app stops it finishes the page in hand and gives back the others. */
@Injectable()
export class SqsPageWorker implements OnModuleDestroy, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(PROCESS_PORTS) private readonly ports: ProcessPorts,
    @Inject(SQS_QUEUE) private readonly queue: SqsQueue,
  ) {}

  /** Deletes what is done by itself, also while the app stops: nothing is left for the consumer to delete. */
  @SqsMessageHandler(pages, true)
  async handle(messages: Message[]): Promise<Message[]> {
    const working = this.work(messages.map((message) => this.queue.take(message, visibilityMs)));
    this.working = working;
    await working;
    return [];
  }

  @SqsConsumerEventHandler(pages, 'error')
  failed(error: unknown): void {
    if (!this.stopping.signal.aborted) this.ports.log.error('worker.failed', error);
  }

  onModuleDestroy(): void {
    this.stopping.abort(new Error('the app is stopping'));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.working;
  }

  private async work(deliveries: Delivery[]): Promise<void> {
    const { done } = await drainBatch(this.ports, deliveries, { signal: this.stopping.signal, visibilityMs });
    await this.queue.ackAll(done.map(({ receipt }) => receipt)).catch((error: unknown) => this.ports.log.error('worker.failed', error));
  }
}
