import type { ModuleMetadata, Provider } from '@nestjs/common';
import { SqsModule } from '@ssut/nestjs-sqs';
import type { Runtime } from '@twl/runtime';
import { pages, visibilityMs } from './consumer';
import { SQS_QUEUE } from '../ports/process-ports';
import { SqsPageWorker } from './sqs-page-worker';

/** Creates the SQS worker. It long-polls ten messages; a stop ends the poll at once. */
export const sqsWorkerOf = ({
  clients,
  pageQueue,
}: NonNullable<Runtime['aws']>): { imports: NonNullable<ModuleMetadata['imports']>; providers: Provider[] } => ({
  imports: [
    SqsModule.register({
      consumers: [
        {
          name: pages,
          queueUrl: pageQueue.url,
          sqs: clients.sqs,
          batchSize: 10,
          waitTimeSeconds: 20,
          visibilityTimeout: visibilityMs / 1000,
          messageSystemAttributeNames: ['ApproximateReceiveCount'],
          stopOptions: { abort: true },
        },
      ],
    }),
  ],
  providers: [{ provide: SQS_QUEUE, useValue: pageQueue }, SqsPageWorker],
});
