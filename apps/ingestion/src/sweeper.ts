import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { RetentionSweeper, sweep, type IngestPorts, type RetentionPorts } from '@twl/pipeline';
import { INGEST_PORTS } from './ports/ingest-ports';

const everyMs = 10_000;

/** How long a stored page is given to be processed before it is sent again, ms. */
const olderThanMs = 60_000;

/** Moves on, now and then, what a crash left between two steps, and removes what is no longer kept. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap {
  private isSweeping = false;
  private readonly retention: RetentionSweeper;

  constructor(@Inject(INGEST_PORTS) private readonly ports: IngestPorts & RetentionPorts) {
    this.retention = new RetentionSweeper(ports);
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
      await this.retention.step();
    } catch (error) {
      this.ports.log.error('sweep.failed', error);
    } finally {
      this.isSweeping = false;
    }
  }
}
