import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { drainRequestQueue, Launcher, type LaunchPorts } from '@twl/pipeline';
import { INGEST_PORTS } from './ports/ingest-ports';

/** Handles the request queue while the app runs. On shutdown it stops all runs. */
@Injectable()
export class RequestListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private draining: Promise<void> = Promise.resolve();

  constructor(
    @Inject(INGEST_PORTS) private readonly ports: LaunchPorts,
    @Inject(Launcher) private readonly launcher: Launcher,
  ) {}

  onApplicationBootstrap(): void {
    this.draining = drainRequestQueue(this.ports, this.launcher, this.stopping.signal);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the app is stopping'));
    await this.launcher.stop();
    await this.draining;
  }
}
