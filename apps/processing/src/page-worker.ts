import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { drainPageQueue, type ProcessPorts } from '@twl/pipeline';
import { PROCESS_PORTS } from './ports/process-ports';

/** Processes the page queue while the app runs. */
@Injectable()
export class PageWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private draining: Promise<void> = Promise.resolve();

  constructor(@Inject(PROCESS_PORTS) private readonly ports: ProcessPorts) {}

  onApplicationBootstrap(): void {
    this.draining = drainPageQueue(this.ports, this.stopping.signal);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the app is stopping'));
    await this.draining;
  }
}
