import type { Message } from '@aws-sdk/client-sqs';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { SqsConsumerEventHandler, SqsMessageHandler } from '@ssut/nestjs-sqs';
import { drainBatch, type ProcessPorts } from '@twl/pipeline';
import type { Delivery } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { PROCESS_PORTS, SQS_QUEUE } from '../ports/process-ports';
import { pages, visibilityMs } from './consumer';

type SqsQueue = NonNullable<Runtime['aws']>['pageQueue'];

/** Processes the page queue on SQS in batches. On shutdown it finishes the current page and returns the others to the queue. */
@Injectable()
export class SqsPageWorker implements OnModuleDestroy, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(PROCESS_PORTS) private readonly ports: ProcessPorts,
    @Inject(SQS_QUEUE) private readonly queue: SqsQueue,
  ) {}

  /** Deletes processed messages itself, also during shutdown, so the consumer has nothing to delete. */
  @SqsMessageHandler(pages, true)
  async handle(messages: Message[]): Promise<Message[]> {
    const working = this.processBatch(messages.map((message) => this.queue.take(message, visibilityMs)));
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

  private async processBatch(deliveries: Delivery[]): Promise<void> {
    const { done } = await drainBatch(this.ports, deliveries, { signal: this.stopping.signal, visibilityMs });
    await this.queue.ackAll(done.map(({ receipt }) => receipt)).catch((error: unknown) => this.ports.log.error('worker.failed', error));
  }
}
