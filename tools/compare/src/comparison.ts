import type { Api } from './local-api';

/** One manifest that both engines run, and the API they run it against. */
export interface StreamComparison {
  /** Beside `base`, the address of the local server. */
  config?: Record<string, unknown>;
  /** The stored state that reading begins with. */
  state?: unknown;
  /** The stream that is read; `items` when not told. */
  stream?: string;
  /** Request headers that are compared. */
  headers?: string[];
  /** Slices are read side by side: only the order of the requests that agree in these query keys, and in the path, is compared. */
  slicedBy?: string[];
  /** The catalog's schema of the stream, where normalisation needs one. */
  schema?: unknown;
  /** Both are expected to fail. */
  fails?: boolean;
  /** Why a difference is accepted, said in the result. */
  differs?: string;
  api: (base: string) => Api;
}

/** What an engine did with a manifest. */
export interface ComparisonOutcome {
  requests: string[];
  records: unknown[];
  state: unknown;
  errors: string[];
}
