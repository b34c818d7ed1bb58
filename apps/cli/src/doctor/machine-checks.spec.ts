import { checkNode, judgeRoom } from './machine-checks';

describe('the doctor', () => {
  it.each([
    ['24.15.0', 'ok'],
    ['25.0.0', 'ok'],
    ['24.14.9', 'fail'],
    ['20.19.0', 'fail'],
  ])('finds Node %s %s', (version, state) => {
    expect(checkNode(version)).toMatchObject({ state });
  });

  it.each([
    [5 * 2 ** 30, 'ok'],
    [500 * 2 ** 20, 'warn'],
    [50 * 2 ** 20, 'fail'],
  ])('finds %d free bytes %s, and says what to do', (free, state) => {
    const check = judgeRoom(free, '/data');
    expect(check).toMatchObject({ state, detail: expect.stringContaining(`${Math.floor(free / 2 ** 20)} MB are free for /data`) });
    expect(check.advice === undefined).toBe(state === 'ok');
  });
});
