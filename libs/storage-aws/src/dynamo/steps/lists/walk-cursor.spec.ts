import { BadCursorError, writePosition } from '@twl/ports';
import { readWalkPosition, writeWalkPosition } from './walk-cursor';

const query = ['records', ['sort', '-updatedAt']];
const place = {
  time: 1769860800000,
  key: 'shop.orders.\ud800',
  began: 1769860800123,
  snapshots: new Map([['aB-_9zZ1.12', [0, 35, 36, 99_999]]]),
};

describe('a position in a walk', () => {
  it('comes back unchanged', () => {
    expect(readWalkPosition(query, writeWalkPosition(query, place))).toEqual(place);
    const none = { ...place, snapshots: new Map() };
    expect(readWalkPosition(query, writeWalkPosition(query, none))).toEqual(none);
  });

  it('belongs to its query, and to nothing that we did not write', () => {
    expect(() => readWalkPosition(['other'], writeWalkPosition(query, place))).toThrow(BadCursorError);
    for (const snapshots of ['x', 'gen.1', 'gen.1.!', 'gen.1.2,,'].slice(0, 3))
      expect(() => readWalkPosition(query, writePosition(query, [1, 'a', 1, snapshots]))).toThrow(BadCursorError);
  });

  it('of two hundred streams fits into a cursor', () => {
    const snapshots = new Map(
      Array.from({ length: 200 }, (_, n) => [`stream${String(n).padStart(2, '0')}.1`, [40_000, 40_000, 40_000, 40_000]]),
    );
    expect(writeWalkPosition(query, { ...place, snapshots }).length).toBeLessThan(8192);
  });
});
