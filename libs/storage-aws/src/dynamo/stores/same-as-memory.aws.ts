import type { Engine } from '@twl/ports';
import { History, lookAt, ManualClock, memoryEngine } from '@twl/ports/testing';
import { emulatedStores } from '../../testing/emulated-stores';

describe('the stores in DynamoDB', () => {
  it.each([1, 2])(
    'show after any history the same as the engine in memory, seed %i',
    async (seed) => {
      const { stores, close } = await emulatedStores({ clock: new ManualClock() });
      const engine = stores as unknown as Engine;
      const memory = memoryEngine({ clock: new ManualClock() });
      const histories = [new History(engine, seed), new History(memory, seed)];
      for (let i = 0; i < 180; i++) {
        for (const history of histories) await history.step();
        if (i % 60 === 59) expect(await lookAt(engine)).toEqual(await lookAt(memory));
      }
      await close();
    },
    180_000,
  );
});
