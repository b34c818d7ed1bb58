import { engineContract } from './contract/engine-contract';
import { ManualClock } from './manual-clock';
import { memoryEngine } from './memory-engine';

engineContract('memory engine', async () => {
  const clock = new ManualClock();
  const engine = memoryEngine({ clock });
  return { engine, advance: (ms) => clock.advance(ms), close: () => engine.close() };
});
