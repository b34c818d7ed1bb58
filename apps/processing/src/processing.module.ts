import { Module, type DynamicModule } from '@nestjs/common';
import type { Runtime } from '@twl/runtime';
import { PageWorker, PROCESS_PORTS } from './page-worker';

/** Queue -> normalise -> upsert. */
@Module({})
export class ProcessingModule {
  static of({ engine, catalog, clock, log, config }: Runtime): DynamicModule {
    const ports = { ...engine, catalog, clock, log, fingerprintAlgorithm: config.fingerprintAlgorithm };
    return { module: ProcessingModule, providers: [{ provide: PROCESS_PORTS, useFactory: () => ports }, PageWorker] };
  }
}
