import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Launcher, RunScheduler, type LaunchPorts } from '@twl/pipeline';
import { INGEST_PORTS } from './ports/ingest-ports';

const tickMs = 1000;

/** Starts the streams that are due, checked every second. */
@Injectable()
export class Scheduler {
  private readonly scheduler: RunScheduler;

  constructor(@Inject(INGEST_PORTS) ports: LaunchPorts, @Inject(Launcher) launcher: Launcher) {
    this.scheduler = new RunScheduler(ports, launcher);
  }

  @Interval(tickMs)
  tick(): Promise<void> {
    return this.scheduler.tick();
  }
}
