import type { Json, JsonObject } from '@twl/contracts';
import type { DraftRequest } from '../exchange/exchange';
import type { RequestOptions } from './request-options';
import type { Authenticator, ErrorHandler } from './roles';
import type { Slice } from './slice';

/** The purpose of one request. */
interface RequestLocation {
  slice: Slice;
  /** The page token; null on the first page. */
  token: Json;
  /** Replaces the requester's own path: a page token that is an address. */
  path?: string;
  /** Options of paginator, cursor and partition router. */
  options: RequestOptions;
  /** Further variables for templates (`creation_response`, ...). */
  values?: JsonObject;
}
/** Makes the requests of a stream, unsigned. */
export interface Requester {
  draft(location: RequestLocation): DraftRequest;
  readonly authenticator: Authenticator;
  readonly errorHandler: ErrorHandler;
  /** The same request is sent once in a run, and its response kept for the next time. */
  readonly cached: boolean;
}
