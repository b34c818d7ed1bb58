import type { Builders } from '../build/build-context';
import { buildDeclarativeStream } from './build-core';
import { buildStateDelegatingStream } from './state-delegating-stream';

/** Builders of the streams. */
export const recordStreams = {
  DeclarativeStream: buildDeclarativeStream,
  StateDelegatingStream: buildStateDelegatingStream,
} satisfies Builders<'recordStream'>;
