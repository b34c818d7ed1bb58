import type { Builders } from '../component/build-context';
import { buildHttpRequester } from './requester';

/** Builders of the requesters. */
export const requesters = { HttpRequester: buildHttpRequester } satisfies Builders<'requester'>;
