import type { SourcePause } from '@twl/contracts';

/** The pauses of sources, also of sources that are no longer declared. */
export abstract class SourcePauses {
  abstract list(): Promise<SourcePause[]>;
  abstract get(source: string): Promise<SourcePause | undefined>;
  /** Pauses a source. False, and nothing changed, if it is paused already. */
  abstract pause(pause: SourcePause): Promise<boolean>;
  /** Ends the pause of a source. False if it has none. */
  abstract resume(source: string): Promise<boolean>;
}
