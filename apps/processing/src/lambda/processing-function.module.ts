import { Module, type DynamicModule } from '@nestjs/common';
import type { FunctionRuntime } from '@twl/runtime/lambda';
import { PROCESS_PORTS, processPorts, SQS_QUEUE } from '../ports/process-ports';
import { PageEvents } from './page-events';

/** Processing (queue -> normalize -> upsert) with Lambda as the reader of the queue. */
@Module({})
export class ProcessingFunctionModule {
  static of(runtime: FunctionRuntime): DynamicModule {
    return {
      module: ProcessingFunctionModule,
      providers: [
        { provide: PROCESS_PORTS, useFactory: () => processPorts(runtime) },
        { provide: SQS_QUEUE, useFactory: () => runtime.aws.pageQueue },
        PageEvents,
      ],
    };
  }
}
