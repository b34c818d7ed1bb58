import { crashHistory } from './history/crash-history';
import { emulated } from './play/emulated-engine';
import { play } from './play/play';
import { simulateSeeds } from './simulate';

const minutes = 60_000;

/** Every so-manieth crash point: all of them would take hours. */
const everyNth = 100;
const seeds = 8;

describe('on S3 and DynamoDB, the pipeline keeps every invariant', () => {
  it(
    'whichever of some port calls a process dies before or after',
    async () => {
      const { calls } = await play(crashHistory());
      for (const call of calls.filter((_, index) => index % everyNth === 0)) {
        for (const kind of ['kill-before', 'kill-after'] as const) {
          const { violations } = await play(crashHistory({ [call]: kind }), { open: emulated });
          expect({ call, kind, violations }).toEqual({ call, kind, violations: [] });
        }
      }
    },
    10 * minutes,
  );

  it(
    `through ${seeds} random histories`,
    async () => {
      expect(await simulateSeeds({ first: 0, count: seeds, open: emulated })).toEqual([]);
    },
    10 * minutes,
  );
});
