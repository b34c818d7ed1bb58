import { crashHistory } from '../history/crash-history';
import { play, type Played } from '../play/play';
import type { FaultKind } from '../world/faults';

/** What one crash point came to. */
export interface CrashResult extends Played {
  call: string;
  kind: FaultKind;
}

/** Plays the crash history once for each side of each of its port calls, with the caller killed there. */
export async function* everyCrash(kinds: FaultKind[] = ['kill-before', 'kill-after']): AsyncGenerator<CrashResult> {
  const { calls } = await play(crashHistory());
  for (const call of calls) for (const kind of kinds) yield { call, kind, ...(await play(crashHistory({ [call]: kind }))) };
}
