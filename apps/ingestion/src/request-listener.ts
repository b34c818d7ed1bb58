import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { runRequestSchema, type RunRequest } from '@twl/contracts';
import { drainQueue, retryDelay } from '@twl/pipeline';
import type { Delivery } from '@twl/ports';
import { INGEST_PORTS, Ingestion, type IngestionPorts } from './ingestion';
import { wishesOf } from './lambda/wish';

const visibilityMs = 60_000;

/** Requests that are worked on at the same time. */
const listeners = 4;

/** Runs sources when somebody asks for it. */
@Injectable()
export class RequestListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(INGEST_PORTS) private readonly ports: IngestionPorts,
    @Inject(Ingestion) private readonly ingestion: Ingestion,
  ) {}

  onApplicationBootstrap(): void {
    const { requestQueue, clock, log } = this.ports;
    const handle = (delivery: Delivery) => this.handle(delivery);
    const listen = () => drainQueue({ queue: requestQueue, clock, log, visibilityMs, handle }, this.stopping.signal);
    this.working = Promise.all(Array.from({ length: listeners }, listen));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the app is stopping'));
    await this.ingestion.stop();
    await this.working;
  }

  /** What cannot be done comes back, and becomes a dead letter after its last delivery. */
  private async handle({ body, receipt, id, receives }: Delivery): Promise<void> {
    try {
      await this.run(runRequestSchema.parse(body));
    } catch (error) {
      this.ports.log.error('request.refused', error, { message: id, receives });
      return this.ports.requestQueue.release(receipt, retryDelay(receives));
    }
    await this.ports.requestQueue.ack(receipt);
  }

  private async run(request: RunRequest): Promise<void> {
    const runs = await wishesOf(this.ports, request);
    await Promise.all(runs.map(({ stream, id, trigger }) => this.ingestion.run(stream, { id, trigger })));
  }
}
