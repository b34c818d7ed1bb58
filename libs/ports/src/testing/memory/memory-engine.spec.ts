import { engineContract } from '../suites/engine-suite';
import { ManualClock } from '../manual-clock';
import { memoryEngine } from './memory-engine';

const open = async () => {
  const clock = new ManualClock();
  const engine = memoryEngine({ clock });
  return { engine, advance: (ms: number) => clock.advance(ms), close: () => engine.close() };
};

engineContract('memory engine', open);
