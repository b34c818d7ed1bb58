import { buildAsyncRetriever } from '../async/build-async-retriever';
import type { Builders } from '../build/build-context';
import { buildSimpleRetriever } from '../retriever/build-simple-retriever';

/** Builders of the retrievers. */
export const retrievers = { AsyncRetriever: buildAsyncRetriever, SimpleRetriever: buildSimpleRetriever } satisfies Builders<'retriever'>;
