import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Janitor, sweep, type IngestPorts, type JanitorPorts } from '@twl/pipeline';
import { INGEST_PORTS } from './ports/ingest-ports';

const everyMs = 10_000;

/** How long a stored page is given to be processed before it is sent again, ms. */
const olderThanMs = 60_000;

/** Moves on, now and then, what a crash left between two steps, and removes what is no longer kept. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap {
  private isSweeping = false;
  private readonly janitor: Janitor;

  constructor(@Inject(INGEST_PORTS) private readonly ports: IngestPorts & JanitorPorts) {
    this.janitor = new Janitor(ports);
  }

  onApplicationBootstrap(): Promise<void> {
    return this.sweep();
  }

  @Interval(everyMs)
  async sweep(): Promise<void> {
    if (this.isSweeping) return;
    this.isSweeping = true;
    try {
      await sweep(this.ports, { olderThanMs });
      await this.janitor.step();
    } catch (error) {
      this.ports.log.error('sweep.failed', error);
    } finally {
      this.isSweeping = false;
    }
  }
}
