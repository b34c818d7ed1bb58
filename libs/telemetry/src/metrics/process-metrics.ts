import { performance } from 'node:perf_hooks';
import type { Metrics } from '@twl/ports';

let lastLoop = performance.eventLoopUtilization();
let lastCpuSeconds = 0;

/** Measures how busy this process is since the last call, and its memory. */
export const measureProcess = (metrics: Metrics): void => {
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6;
  metrics.measure('process.cpu.time', cpuSeconds - lastCpuSeconds);
  lastCpuSeconds = cpuSeconds;
  metrics.measure('process.memory.usage', process.memoryUsage.rss());
  const loop = performance.eventLoopUtilization();
  metrics.measure('nodejs.eventloop.utilization', performance.eventLoopUtilization(loop, lastLoop).utilization);
  lastLoop = loop;
};
