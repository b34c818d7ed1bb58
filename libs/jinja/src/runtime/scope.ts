import type { Json } from '@twl/contracts';

/** The input of a template: its variables by name, and the only time and randomness it can see. */

export interface Scope {
  /** `config`, `record`, `response`, `stream_partition`, ... exactly as templates name them; `parameters` is bound when compiling. */
  readonly values: Readonly<Record<string, Json | undefined>>;
  /** The time of `now_utc()`, ms since 1970: the clock while fetching, the page's `fetchedAt` while extracting. */
  readonly now: number;
  /** Returns a number in [0, 1); while extracting it must be derived from the page, so that a replay returns the same. */
  random(): number;
}
