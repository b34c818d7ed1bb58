import type { Json } from '@twl/contracts';

/** What a template is evaluated in: its variables by name, and the only time and randomness it may see. */

export interface Scope {
  /** `config`, `record`, `response`, `stream_partition`, ... exactly as templates name them; `parameters` is bound when compiling. */
  readonly values: Readonly<Record<string, Json | undefined>>;
  /** What `now_utc()` says, ms since 1970: the clock while fetching, the page's `fetchedAt` while extracting. */
  readonly now: number;
  /** A number in [0, 1); while extracting it must be derived from the page, so that a replay gives the same. */
  random(): number;
}
