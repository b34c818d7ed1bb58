import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { workPages, type ProcessPorts } from '@twl/pipeline';

/** Token of what processing works with. */
export const PROCESS_PORTS = Symbol('ProcessPorts');

/** Token of what tells the work on one page apart from other work. */
export const MEASURED = Symbol('Measured');

/** Works off the queue of pages as long as the app runs. */
@Injectable()
export class PageWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private working: Promise<void> = Promise.resolve();

  constructor(@Inject(PROCESS_PORTS) private readonly ports: ProcessPorts) {}

  onApplicationBootstrap(): void {
    this.working = workPages(this.ports, this.stopping.signal);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the app is stopping'));
    await this.working;
  }
}
