import type { Builders } from '../component/build-context';
import { buildSimpleRetriever } from './simple-retriever';

/** Builders of the retrievers. */
export const retrievers = { SimpleRetriever: buildSimpleRetriever } satisfies Builders<'retriever'>;
