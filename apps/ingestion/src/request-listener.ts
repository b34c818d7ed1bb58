import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { runRequestSchema } from '@twl/contracts';
import { work } from '@twl/pipeline';
import type { Delivery } from '@twl/ports';
import { INGEST_PORTS, Ingestion, type IngestionPorts } from './ingestion';

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
    const failed = (error: unknown) => log.error('listener.failed', error);
    const listen = () => work({ queue: requestQueue, clock, visibilityMs, handle, failed }, this.stopping.signal);
    this.working = Promise.all(Array.from({ length: listeners }, listen));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the app is stopping'));
    await this.ingestion.stop();
    await this.working;
  }

  private async handle({ body, receipt, id }: Delivery): Promise<void> {
    const request = runRequestSchema.safeParse(body);
    const source = request.success ? await this.ports.catalog.get(request.data.source) : undefined;
    if (!request.success || !source) {
      this.ports.log.error('request.refused', request.error ?? new Error('there is no such source'), { message: id });
      return this.ports.requestQueue.ack(receipt);
    }
    const { runs, trigger } = request.data;
    const streams = new Map(source.streams.map((stream) => [stream.name, stream]));
    await Promise.all(
      runs.flatMap(({ id: run, stream }) => (streams.has(stream) ? [this.ingestion.run(streams.get(stream)!, { id: run, trigger })] : [])),
    );
    await this.ports.requestQueue.ack(receipt);
  }
}
