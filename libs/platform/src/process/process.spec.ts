import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createLogger } from '../log/create-logger';
import { PinoLog } from '../log/pino-log';
import { closeOnSignal } from './close-on-signal';
import { guardAgainstCrashes, reportToLog, type GuardedProcess } from './crash-guard';

/** A process that remembers with what it was ended. */
class TestProcess extends EventEmitter {
  readonly codes: unknown[] = [];
  exit(code?: unknown): never {
    this.codes.push(code);
    return undefined as never;
  }
}

const setUp = () => {
  const lines: string[] = [];
  const log = new PinoLog(createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } }));
  const emitter = new TestProcess();
  return { lines, log, emitter, guarded: emitter as unknown as GuardedProcess };
};

describe('guardAgainstCrashes', () => {
  it.each(['uncaughtException', 'unhandledRejection'])('logs an %s and ends with 1', (event) => {
    const { lines, log, emitter, guarded } = setUp();
    const undo = guardAgainstCrashes({ report: reportToLog(log) }, guarded);
    emitter.emit(event, new Error('lost'));
    expect(emitter.codes).toEqual([1]);
    expect(lines.join()).toContain('"event":"process.crashed","next":"the process exits with code 1"');
    undo();
    expect(emitter.listenerCount(event)).toBe(0);
  });

  it('finishes what is under way first, and tells what else goes wrong meanwhile', async () => {
    const { lines, log, emitter, guarded } = setUp();
    guardAgainstCrashes({ report: reportToLog(log), close: async () => void (await wait(10)) }, guarded);
    emitter.emit('unhandledRejection', new Error('first'));
    emitter.emit('uncaughtException', new Error('second'));
    expect([emitter.codes, lines.length]).toEqual([[], 2]);
    expect(lines[0]).toContain('current work is finished, then the process exits with code 1');
    await wait(40);
    expect(emitter.codes).toEqual([1]);
  });

  it('ends with 1 when closing fails or takes too long', async () => {
    const failing = setUp();
    guardAgainstCrashes({ report: reportToLog(failing.log), close: () => Promise.reject(new Error('no')) }, failing.guarded);
    failing.emitter.emit('uncaughtException', new Error('lost'));
    const hanging = setUp();
    guardAgainstCrashes({ report: reportToLog(hanging.log), close: () => new Promise(() => undefined), graceMs: 5 }, hanging.guarded);
    hanging.emitter.emit('uncaughtException', new Error('lost'));
    await wait(30);
    expect([failing.emitter.codes, hanging.emitter.codes]).toEqual([[1], [1]]);
    expect(failing.lines.at(-1)).toContain('closing failed');
  });

  it('takes the place of the guard before it', () => {
    const { lines, log, emitter, guarded } = setUp();
    guardAgainstCrashes({ report: () => expect('the first').toBe('replaced') }, guarded);
    guardAgainstCrashes({ report: reportToLog(log) }, guarded);
    emitter.emit('uncaughtException', new Error('lost'));
    expect([emitter.codes, lines.length]).toEqual([[1], 1]);
  });
});

describe('closeOnSignal', () => {
  it('closes, then ends with 0', async () => {
    const { log, emitter, guarded } = setUp();
    let closed = false;
    const close = async () => {
      await wait(5);
      closed = true;
    };
    closeOnSignal({ close, log }, guarded);
    emitter.emit('SIGTERM', 'SIGTERM');
    expect(emitter.codes).toEqual([]);
    await wait(30);
    expect([closed, emitter.codes]).toEqual([true, [0]]);
  });

  it('ends with 1 when closing fails or takes too long', async () => {
    const failing = setUp();
    closeOnSignal({ close: () => Promise.reject(new Error('no')), log: failing.log }, failing.guarded);
    failing.emitter.emit('SIGINT', 'SIGINT');
    const hanging = setUp();
    closeOnSignal({ close: () => new Promise(() => undefined), log: hanging.log, graceMs: 5 }, hanging.guarded);
    hanging.emitter.emit('SIGINT', 'SIGINT');
    await wait(30);
    expect([failing.emitter.codes, hanging.emitter.codes]).toEqual([[1], [1]]);
  });

  it('takes a second signal at once for the same, and ends at once at one later', async () => {
    const { log, emitter, guarded } = setUp();
    closeOnSignal({ close: () => new Promise(() => undefined), log, sameMs: 20 }, guarded);
    emitter.emit('SIGINT', 'SIGINT');
    emitter.emit('SIGINT', 'SIGINT');
    expect(emitter.codes).toEqual([]);
    await wait(30);
    emitter.emit('SIGINT', 'SIGINT');
    expect(emitter.codes).toEqual([130]);
  });
});
