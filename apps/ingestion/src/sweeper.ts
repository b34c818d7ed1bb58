import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { RetentionSweeper, sweep, type IngestPorts, type RetentionPorts } from '@twl/pipeline';
import { INGEST_PORTS } from './ports/ingest-ports';

const intervalMs = 10_000;

/** Age after which an unprocessed page is queued again, ms. */
const olderThanMs = 60_000;

/** Periodically recovers from crashes between two steps, and deletes expired data. */
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

  @Interval(intervalMs)
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
