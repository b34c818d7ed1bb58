import { Module, type DynamicModule } from '@nestjs/common';
import type { Runtime } from '@twl/runtime';
import { PageWorker } from './page-worker';
import { PROCESS_PORTS, processPorts } from './ports/process-ports';
import { sqsWorkerOf } from './sqs-worker/sqs-worker-of';

/** Processing (queue -> normalize -> upsert). */
@Module({})
export class ProcessingModule {
  static of(runtime: Runtime): DynamicModule {
    const worker = runtime.aws ? sqsWorkerOf(runtime.aws) : { imports: [], providers: [PageWorker] };
    return {
      module: ProcessingModule,
      imports: worker.imports,
      providers: [{ provide: PROCESS_PORTS, useFactory: () => processPorts(runtime) }, ...worker.providers],
    };
  }
}
