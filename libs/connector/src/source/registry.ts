import type { Registry } from '../component/registry';
import { authenticators } from '../auth/authenticators';
import { apiBudgets } from '../errors/api-budgets';
import { backoffs } from '../errors/backoffs';
import { errorHandlers } from '../errors/error-handlers';
import { responseFilters } from '../errors/response-filters';
import { componentsResolvers } from '../dynamic/components-resolvers';
import { cursors } from '../incremental/cursors';
import { partitionRouters } from '../partition/partition-routers';
import { paginationStrategies, paginators } from '../pagination/paginator';
import { requesters } from '../request/requesters';
import { retrievers } from '../retriever/retrievers';
import { recordStreams } from '../stream/record-streams';
import { decoders, extractors, recordSelectors, schemaLoaders } from '../standin/standins';

/** Every component that the engine can build, by role. */
export const registry: Registry = {
  apiBudget: apiBudgets,
  authenticator: authenticators,
  backoff: backoffs,
  componentsResolver: componentsResolvers,
  cursor: cursors,
  decoder: decoders,
  errorHandler: errorHandlers,
  extractor: extractors,
  paginationStrategy: paginationStrategies,
  paginator: paginators,
  partitionRouter: partitionRouters,
  recordFilter: {},
  recordSelector: recordSelectors,
  recordStream: recordStreams,
  requester: requesters,
  responseFilter: responseFilters,
  retriever: retrievers,
  schemaLoader: schemaLoaders,
  transformation: {},
};
