import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { processMessage, work, type ProcessPorts } from '@twl/pipeline';

/** Token of what processing works with. */
export const PROCESS_PORTS = Symbol('ProcessPorts');

/** Token of what tells the work on one page apart from other work. */
export const MEASURED = Symbol('Measured');

const visibilityMs = 60_000;

/** Works off the queue of pages as long as the app runs. */
@Injectable()
export class PageWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private working: Promise<void> = Promise.resolve();

  constructor(@Inject(PROCESS_PORTS) private readonly ports: ProcessPorts) {}

  onApplicationBootstrap(): void {
    const { pageQueue, clock, log } = this.ports;
    const handle = (delivery: Parameters<typeof processMessage>[1]) => processMessage(this.ports, delivery);
    const failed = (error: unknown) => log.error('worker.failed', error);
    this.working = work({ queue: pageQueue, clock, visibilityMs, handle, failed }, this.stopping.signal);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the app is stopping'));
    await this.working;
  }
}
