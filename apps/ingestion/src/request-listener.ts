import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { drainRequestQueue, Launcher, type LaunchPorts } from '@twl/pipeline';
import { INGEST_PORTS } from './ports/ingest-ports';

/** Works off the queue of requests as long as the app runs; when the app stops it stops every run. */
@Injectable()
export class RequestListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private working: Promise<void> = Promise.resolve();

  constructor(
    @Inject(INGEST_PORTS) private readonly ports: LaunchPorts,
    @Inject(Launcher) private readonly launcher: Launcher,
  ) {}

  onApplicationBootstrap(): void {
    this.working = drainRequestQueue(this.ports, this.launcher, this.stopping.signal);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the app is stopping'));
    await this.launcher.stop();
    await this.working;
  }
}
