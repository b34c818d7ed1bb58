import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const roots = ['/usr/lib', '/usr/local/lib', '/lib'];

/** The library that gives a process another time, of the Debian package `libfaketime`; undefined where it is not installed. */
const fakeTimeLibrary = (): string | undefined =>
  roots
    .filter((root) => existsSync(root))
    .flatMap((root) => [root, ...readdirSync(root).map((name) => join(root, name))])
    .map((folder) => join(folder, 'faketime/libfaketime.so.1'))
    .find((path) => existsSync(path));

/** Simulates in the process itself what the library does: `Date` is ahead by as many seconds as the file says. */
const simulation = (file: string): string => `
const { readFileSync } = require('node:fs');
const real = Date;
let [readAt, ms] = [-Infinity, 0];
const now = () => {
  if (performance.now() - readAt > 50) [readAt, ms] = [performance.now(), Number(readFileSync(${JSON.stringify(file)}, 'utf8')) * 1000];
  return real.now() + ms;
};
globalThis.Date = new Proxy(real, {
  construct: (target, values, own) => Reflect.construct(target, values.length > 0 ? values : [now()], own),
  apply: () => new real(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
`;

const library = fakeTimeLibrary();

/** By what the clock of a process is set on this machine. */
export const clockIsSetBy =
  library === undefined ? 'a simulated Date, as libfaketime is not installed' : `the operating system's time, with ${library}`;

/** The clock of processes that are started with its environment: what they take for now can be set while they run; their waits cannot. */
export class SettableClock {
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = join(folder, 'time');
    this.set(0);
  }

  get env(): Record<string, string> {
    if (library !== undefined) {
      const own = { FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_NO_CACHE: '1' };
      return { LD_PRELOAD: library, ...own, FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' };
    }
    const script = join(this.folder, 'simulate.cjs');
    writeFileSync(script, simulation(this.file));
    return { NODE_OPTIONS: `--require ${script}` };
  }

  /** So many seconds ahead of the machine; behind it where negative. */
  set(seconds: number): void {
    writeFileSync(this.file, `${seconds < 0 ? '' : '+'}${String(seconds)}`);
  }
}
