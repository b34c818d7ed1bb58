/** What a piece of work cost this process. */
export interface Cost {
  seconds: number;
  cpuSeconds: number;
  /** Highest resident memory of the process so far, bytes. */
  peakBytes: number;
}

/** Does the work and says what it cost. */
export const measured = async (work: () => Promise<void> | void): Promise<Cost> => {
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  await work();
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 };
};

/** The value in the middle. */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
