import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { isOwnerDead, processOwner } from './process-owner';

describe('the owner of a lease', () => {
  it('is this process, which is alive', () => {
    expect(processOwner()).toMatch(new RegExp(`:${process.pid}:[^:]+$`));
    expect(isOwnerDead(processOwner())).toBe(false);
  });

  it('is dead when its process has ended', async () => {
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    await once(child, 'close');
    expect(isOwnerDead(`${hostname()}:${child.pid}:whenever`)).toBe(true);
  });

  it('is dead when another process has its number now', () => {
    const [host, pid] = [hostname(), process.pid];
    expect(isOwnerDead(`${host}:${pid}:another-start`)).toBe(true);
  });

  it.each(['', 'worker-1', 'elsewhere:1:x', `${hostname()}:x:y`, `${hostname()}:1`])('is not taken for dead: %j', (owner) => {
    expect(isOwnerDead(owner)).toBe(false);
  });
});
