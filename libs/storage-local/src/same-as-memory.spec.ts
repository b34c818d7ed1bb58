import { History, lookAt, ManualClock, memoryEngine } from '@twl/ports/testing';
import { openLocalEngine } from './open-local-engine';
import { testFolder } from './testing/test-folder';

describe('the embedded engine', () => {
  it.each([1, 2, 3, 4])(
    'shows after any history the same as the engine in memory, seed %i',
    async (seed) => {
      const folder = await testFolder();
      const local = await openLocalEngine({ dataDir: folder.path, clock: new ManualClock() });
      const memory = memoryEngine({ clock: new ManualClock() });
      const histories = [new History(local, seed), new History(memory, seed)];
      for (let i = 0; i < 300; i++) {
        for (const history of histories) await history.step();
        if (i % 60 === 59) expect(await lookAt(local)).toEqual(await lookAt(memory));
      }
      await local.close();
      await folder.remove();
    },
    60_000,
  );
});
