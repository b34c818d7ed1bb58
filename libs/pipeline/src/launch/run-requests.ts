import { runRequestSchema, type RunRequest } from '@twl/contracts';
import type { Delivery, StoredRun } from '@twl/ports';
import { drainQueue } from '../drain/drain-queue';
import { retryDelay } from '../process/apply-message';
import type { Launcher, LaunchPorts } from './launcher';
import { PartFailures } from './part-failures';
import { prepareSource, requestedRuns } from './planned-run';

const visibilityMs = 60_000;

/** Requests that are worked on at the same time. */
const listeners = 4;

/**
 * Makes the runs that a request names and waits until each has been fetched. Returns those that were made here: see `Launcher.launch`.
 * @throws NotFoundError for a source or stream that does not exist; PartsFailedError when a run broke
 */
export const launchRequest = async (ports: LaunchPorts, launcher: Launcher, request: RunRequest): Promise<StoredRun[]> => {
  const failures = new PartFailures(ports.log);
  const source = await prepareSource(ports.catalog, request.source);
  const made = await launcher.launchAll(requestedRuns(source, request), failures);
  failures.throwIfAny();
  return made;
};

/** Drains the request queue until the signal aborts. A request that fails is delivered again, and is a dead letter after its last delivery. */
export const drainRequestQueue = async (ports: LaunchPorts, launcher: Launcher, signal: AbortSignal): Promise<void> => {
  const { requestQueue: queue, clock, log } = ports;
  const handle = (delivery: Delivery): Promise<void> => handleRequest(ports, launcher, delivery);
  await Promise.all(Array.from({ length: listeners }, () => drainQueue({ queue, clock, log, visibilityMs, handle }, signal)));
};

const handleRequest = async (ports: LaunchPorts, launcher: Launcher, { body, receipt, id, receives }: Delivery): Promise<void> => {
  try {
    const request = runRequestSchema.parse(body);
    const made = await launchRequest(ports, launcher, request);
    // The next process makes the runs that were not started because this one stops.
    if (launcher.signal.aborted && made.length < request.runs.length) return await ports.requestQueue.release(receipt, 0);
  } catch (error) {
    ports.log.error('request.refused', error, { message: id, receives });
    return ports.requestQueue.release(receipt, retryDelay(receives));
  }
  await ports.requestQueue.ack(receipt);
};
