import { Module, type DynamicModule } from '@nestjs/common';
import type { ProcessPorts } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';
import { MEASURED, PageWorker, PROCESS_PORTS } from './page-worker';
import { sqsWorkerOf } from './sqs-worker/sqs-worker-of';

/** What processing works with, out of everything that an app has. */
export const processPorts = ({ engine, catalog, clock, log, config }: Runtime): ProcessPorts => ({
  ...engine,
  ...{ catalog, clock, log, fingerprintAlgorithm: config.fingerprintAlgorithm },
});

/** Queue -> normalise -> upsert. */
@Module({})
export class ProcessingModule {
  static of(runtime: Runtime): DynamicModule {
    const worker = runtime.aws ? sqsWorkerOf(runtime.aws) : { imports: [], providers: [PageWorker] };
    return {
      module: ProcessingModule,
      imports: worker.imports,
      providers: [
        { provide: PROCESS_PORTS, useFactory: () => processPorts(runtime) },
        { provide: MEASURED, useValue: runtime.measured },
        ...worker.providers,
      ],
    };
  }
}
