/** A request in a fixture: without secrets, and without the simulator's URL. */
export interface RecordedRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** A response as a fixture keeps it. */
export interface RecordedResponse {
  status: number;
  headers: Record<string, string>;
  /** URL of the response, if it differs from the request. */
  url?: string;
  body: Uint8Array;
}

/** One request and its result: a response, or an error. */
export type RecordedExchange =
  | { request: RecordedRequest; response: RecordedResponse; error?: undefined }
  | { request: RecordedRequest; error: { code: string; message: string }; response?: undefined };

/** Why a read was recorded. */
export type ReadName = 'full' | 'repeat' | 'next' | 'future';

/** One read of a stream: every request and response, in order. */
export interface RecordedRead {
  /** Start time; the clock of its replay has this time. */
  at: string;
  /** How many pages it brought. */
  pages: number;
  /** How it ended; `cut` when it was ended because it had brought enough pages. */
  end: 'complete' | 'cut' | 'failed' | 'stalled' | 'deferred' | 'suspect';
  reason?: string;
  exchanges: RecordedExchange[];
}

/** Everything recorded of one stream. */
export interface Recording {
  stream: string;
  /** True if the source was simulated. */
  simulated: boolean;
  /** Pages after which a read was cut. */
  maxPages: number;
  reads: Partial<Record<ReadName, RecordedRead>>;
}

/** All reads that a recording may have, in order. */
export const readNames: readonly ReadName[] = ['full', 'repeat', 'next', 'future'];
