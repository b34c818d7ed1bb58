/** A request as a fixture shows it: without secrets, and with the simulator's address taken out. */
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
  /** Where the response came from, when that was another address. */
  url?: string;
  body: Uint8Array;
}

/** One request and what came of it: a response, or no whole one. */
export type RecordedExchange =
  | { request: RecordedRequest; response: RecordedResponse; error?: undefined }
  | { request: RecordedRequest; error: { code: string; message: string }; response?: undefined };

/** Why a read was recorded. */
export type ReadName = 'full' | 'repeat' | 'next' | 'future';

/** One read of a stream: everything that was asked and answered, in order. */
export interface RecordedRead {
  /** When it began; the clock of its replay stands there. */
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
  /** Whether the simulator stood in for the source. */
  simulated: boolean;
  /** Pages after which a read was cut. */
  maxPages: number;
  reads: Partial<Record<ReadName, RecordedRead>>;
}

/** All reads that a recording may have, in order. */
export const readNames: readonly ReadName[] = ['full', 'repeat', 'next', 'future'];
