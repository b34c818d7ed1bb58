import { randomBytes } from 'node:crypto';
import { MemoryBlobStore } from '../../testing/emulated-stores';
import { Bodies } from './bodies';

describe('bodies', () => {
  it.each([
    ['small', { a: 12345678901234567890n, text: '\ud800\u0000' }],
    ['packed', { text: 'x'.repeat(5000) }],
    ['large', { text: randomBytes(60_000).toString('hex') }],
    ['null', null],
  ])('come back as they were: %s', async (name, value) => {
    const blobs = new MemoryBlobStore();
    const bodies = new Bodies(blobs);
    const stored = await bodies.store(value);
    expect(await bodies.read(stored)).toEqual(value);
    expect(blobs.bodies.size).toBe(name === 'large' ? 1 : 0);
    expect(JSON.stringify(stored).length).toBeLessThan(40_000);
  });
});
