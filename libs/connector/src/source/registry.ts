import type { Registry } from '../build/registry';
import { authenticators } from '../auth/authenticators';
import { buildCustom } from '../custom/custom-components';
import { decoders } from '../decoders/decoders';
import { apiBudgets } from '../error-handling/api-budgets';
import { backoffs } from '../error-handling/backoffs';
import { errorHandlers } from '../error-handling/error-handlers';
import { responseFilters } from '../error-handling/response-filters';
import { componentsResolvers } from '../dynamic/components-resolvers';
import { extractors } from '../extraction/extractors';
import { recordFilters } from '../extraction/record-filters';
import { recordSelectors } from '../extraction/record-selectors';
import { cursors } from '../incremental/cursors';
import { partitionRouters } from '../partition/partition-routers';
import { paginationStrategies, paginators } from '../pagination/paginator';
import { requesters } from '../request/requesters';
import { retrievers } from './retrievers';
import { schemaLoaders } from './schema-loaders';
import { recordStreams } from '../stream/record-streams';
import { transformations } from '../transform/transformations';

/** Every component that the engine can build, by role. */
export const registry: Registry = {
  apiBudget: apiBudgets,
  authenticator: { ...authenticators, CustomAuthenticator: buildCustom('authenticator') },
  backoff: { ...backoffs, CustomBackoffStrategy: buildCustom('backoff') },
  componentsResolver: componentsResolvers,
  cursor: cursors,
  decoder: { ...decoders, CustomDecoder: buildCustom('decoder') },
  errorHandler: { ...errorHandlers, CustomErrorHandler: buildCustom('errorHandler') },
  extractor: { ...extractors, CustomRecordExtractor: buildCustom('extractor') },
  paginationStrategy: { ...paginationStrategies, CustomPaginationStrategy: buildCustom('paginationStrategy') },
  paginator: paginators,
  partitionRouter: { ...partitionRouters, CustomPartitionRouter: buildCustom('partitionRouter') },
  recordFilter: { ...recordFilters, CustomRecordFilter: buildCustom('recordFilter') },
  recordSelector: recordSelectors,
  recordStream: recordStreams,
  requester: { ...requesters, CustomRequester: buildCustom('requester') },
  responseFilter: responseFilters,
  retriever: { ...retrievers, CustomRetriever: buildCustom('retriever') },
  schemaLoader: { ...schemaLoaders, CustomSchemaLoader: buildCustom('schemaLoader') },
  schemaNormalization: { CustomSchemaNormalization: buildCustom('schemaNormalization') },
  stateMigration: { CustomStateMigration: buildCustom('stateMigration') },
  transformation: { ...transformations, CustomTransformation: buildCustom('transformation') },
};
