import { cpus, totalmem } from 'node:os';

/** The machine in one line: figures mean something only beside it. */
export const machine = (): string => {
  const all = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${all.length} x ${all[0]?.model.trim() ?? 'unknown processor'}, ${memory}, ${process.platform}-${process.arch}, Node ${process.versions.node}`;
};
