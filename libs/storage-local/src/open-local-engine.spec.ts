import { engineContract, ManualClock } from '@twl/ports/testing';
import { openLocalEngine } from './open-local-engine';
import { testFolder } from './testing/test-folder';

engineContract('local engine', async () => {
  const folder = await testFolder();
  const clock = new ManualClock();
  const engine = await openLocalEngine({ dataDir: folder.path, clock });
  return {
    engine,
    advance: (ms) => clock.advance(ms),
    close: async () => {
      await engine.close();
      await folder.remove();
    },
  };
});
