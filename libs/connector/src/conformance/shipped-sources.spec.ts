import { join } from 'node:path';
import { testSource } from './test-source';

const sources = join(__dirname, '../../../../sources');

describe('the shipped sources', () => {
  it.each(['jsonplaceholder', 'randomuser'])('pass: %s', async (name) => {
    const cases = await testSource(join(sources, name));
    expect(cases.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(cases.filter(({ state }) => state === 'pass').map(({ name: each }) => each)).toEqual(
      expect.arrayContaining(['check', 'read', 'repeat', 'key']),
    );
  });
});
