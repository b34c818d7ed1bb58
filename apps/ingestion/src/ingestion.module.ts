import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AlertWatch, Launcher } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';
import { Alerter } from './alerter';
import { alertWatch, INGEST_PORTS, ingestPorts } from './ports/ingest-ports';
import { RequestListener } from './request-listener';
import { Scheduler } from './scheduler';
import { Sweeper } from './sweeper';

/** Ingestion (fetch -> raw -> queue), by schedule and on request. */
@Module({})
export class IngestionModule {
  static of(runtime: Runtime): DynamicModule {
    const ports = ingestPorts(runtime);
    return {
      module: IngestionModule,
      imports: [ScheduleModule.forRoot()],
      providers: [
        { provide: INGEST_PORTS, useFactory: () => ports },
        { provide: Launcher, useFactory: () => new Launcher(ports) },
        { provide: AlertWatch, useFactory: () => alertWatch(runtime) },
        Scheduler,
        RequestListener,
        Sweeper,
        Alerter,
      ],
    };
  }
}
