import type { Message } from '@aws-sdk/client-sqs';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { SqsConsumerEventHandler, SqsMessageHandler } from '@ssut/nestjs-sqs';
import { expectPages, pageOf, SettleTogether, type ProcessPorts } from '@twl/pipeline';
import type { Delivery } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { workDelivery } from '../batch/work-batch';
import { MEASURED, PROCESS_PORTS, SQS_QUEUE } from '../process-ports';
import { pages, visibilityMs } from './consumer';
import { keepHidden } from './keep-hidden';

type SqsQueue = NonNullable<Runtime['aws']>['pageQueue'];

/** Works off the queue of pages on SQS, batch by batch. When the app stops it finishes the page in hand and gives back the others. */
@Injectable()
export class SqsPageWorker implements OnModuleDestroy, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(PROCESS_PORTS) private readonly ports: ProcessPorts,
    @Inject(SQS_QUEUE) private readonly queue: SqsQueue,
    @Inject(MEASURED) private readonly measured: Runtime['measured'],
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
    const held = new Set(deliveries.map(({ receipt }) => receipt));
    const hiding = keepHidden({ queue: this.queue, clock: this.ports.clock, visibilityMs, held, failed: (error) => this.failed(error) });
    const done = new Set<string>();
    const settling = new SettleTogether();
    try {
      await expectPages(this.ports.ledger, deliveries);
      for (const delivery of deliveries) {
        if (this.stopping.signal.aborted) await this.queue.release(delivery.receipt, 0);
        else if (
          await this.measured(() => workDelivery({ ...this.ports, settle: settling.after(delivery) }, delivery), pageOf(delivery)?.run)
        ) {
          done.add(delivery.receipt);
          continue;
        }
        held.delete(delivery.receipt);
      }
      for (const { receipt } of await settling.all(this.ports, this.measured)) done.delete(receipt);
    } finally {
      await this.queue.ackAll([...done]).catch((error: unknown) => this.ports.log.error('worker.failed', error));
      await hiding.stop();
    }
  }
}
