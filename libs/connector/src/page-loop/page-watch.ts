import type { Json } from '@twl/contracts';
import type { EndByRepetition } from './loop-guard';

/** Watches one page, to notice that it came before. */
export interface PageWatch {
  /** The same request brought a page before: nothing of this one is shown before its end. */
  readonly mayRepeat: boolean;
  /** The page came before, and is not handed over. */
  readonly isRepeated: boolean;
  /** Adds the next items of the page. */
  add(items: readonly Json[]): void;
  /** Ends the page. Returns how the source marks the end of paging by repeating it, if it does. @throws ReadStalledError */
  end(): EndByRepetition | undefined;
}
