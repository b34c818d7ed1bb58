import type { Registry } from '../component/registry';
import { paginationStrategies, paginators } from '../pagination/paginator';
import { requesters } from '../request/requesters';
import { retrievers } from '../retriever/retrievers';
import { authenticators, decoders, errorHandlers, extractors, recordSelectors } from '../standin/standins';

/** Every component that the engine can build, by role. */
export const registry: Registry = {
  apiBudget: {},
  authenticator: authenticators,
  backoff: {},
  decoder: decoders,
  errorHandler: errorHandlers,
  extractor: extractors,
  paginationStrategy: paginationStrategies,
  paginator: paginators,
  recordFilter: {},
  recordSelector: recordSelectors,
  requester: requesters,
  responseFilter: {},
  retriever: retrievers,
  schemaLoader: {},
  transformation: {},
};
