import { Module, type DynamicModule } from '@nestjs/common';
import { AlertWatch } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';
import { alertWatch, INGEST_PORTS, ingestPorts } from '../ports/ingest-ports';
import { IngestionEvents } from './ingestion-events';

/** Ingestion (fetch -> raw -> queue) with EventBridge as the scheduler. */
@Module({})
export class IngestionFunctionModule {
  static of(runtime: Runtime): DynamicModule {
    return {
      module: IngestionFunctionModule,
      providers: [
        { provide: INGEST_PORTS, useFactory: () => ingestPorts(runtime) },
        { provide: AlertWatch, useFactory: () => alertWatch(runtime) },
        IngestionEvents,
      ],
    };
  }
}
