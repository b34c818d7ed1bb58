import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { Runtime } from '@twl/runtime';
import { INGEST_PORTS, Ingestion } from './ingestion';
import { RequestListener } from './request-listener';
import { Scheduler } from './scheduler';
import { Sweeper } from './sweeper';

/** Fetch -> raw -> queue, by schedule and on request. */
@Module({})
export class IngestionModule {
  static of({ engine, catalog, clock, log, owner }: Runtime): DynamicModule {
    const ports = { ...engine, catalog, clock, log, owner };
    return {
      module: IngestionModule,
      imports: [ScheduleModule.forRoot()],
      providers: [{ provide: INGEST_PORTS, useFactory: () => ports }, Ingestion, Scheduler, RequestListener, Sweeper],
    };
  }
}
