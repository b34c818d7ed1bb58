import { Module, type DynamicModule } from '@nestjs/common';
import type { Runtime } from '@twl/runtime';
import { INGEST_PORTS } from '../ingestion';
import { IngestionEvents } from './ingestion-events';

/** Fetch -> raw -> queue, where EventBridge keeps the time. */
@Module({})
export class IngestionFunctionModule {
  static of({ engine, catalog, clock, log, owner }: Runtime): DynamicModule {
    const ports = { ...engine, catalog, clock, log, owner };
    return {
      module: IngestionFunctionModule,
      providers: [{ provide: INGEST_PORTS, useFactory: () => ports }, IngestionEvents],
    };
  }
}
