import type { Builders } from '../build/build-context';
import { buildHttpRequester } from './requester';

/** Builders of the requesters. */
export const requesters = { HttpRequester: buildHttpRequester } satisfies Builders<'requester'>;
