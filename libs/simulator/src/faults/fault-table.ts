import { BadControlError } from '../http/bad-control-error';
import type { FaultSetting } from './fault';
import { parseFault } from './parse-fault';

/** An active fault with the number of left requests; null means no limit. */
export interface ActiveFault {
  endpoint: string;
  fault: FaultSetting;
  skip: number;
  remaining: number | null;
}

const covers = (endpoint: string, path: string): boolean => path === endpoint || path.startsWith(`${endpoint}/`);

const matchesQuery = (fault: FaultSetting, query: URLSearchParams): boolean =>
  Object.entries(fault.where ?? {}).every(([name, value]) => query.get(name) === value);

/** The active faults, one per endpoint. An endpoint covers the paths below it; the longest match counts. */
export class FaultTable {
  private readonly active = new Map<string, ActiveFault>();

  constructor(private readonly roots: readonly string[]) {}

  /** Activates a fault and replaces the previous one of the endpoint. @throws BadControlError */
  set(endpoint: string, setting: FaultSetting): ActiveFault {
    const path = this.endpointOf(endpoint);
    const fault = parseFault(setting);
    const entry = { endpoint: path, fault, skip: fault.skip ?? 0, remaining: fault.count ?? null };
    this.active.set(path, entry);
    return { ...entry };
  }

  /** Deactivates the fault of one endpoint, or all. @throws BadControlError */
  clear(endpoint?: string): void {
    if (endpoint === undefined) this.active.clear();
    else this.active.delete(this.endpointOf(endpoint));
  }

  list(): ActiveFault[] {
    return [...this.active.values()].map((entry) => ({ ...entry }));
  }

  /** Returns the fault for this request and counts the request. */
  take(path: string, query: URLSearchParams): FaultSetting | undefined {
    const [entry] = [...this.active.values()]
      .filter(({ endpoint, fault }) => covers(endpoint, path) && matchesQuery(fault, query))
      .sort((a, b) => b.endpoint.length - a.endpoint.length);
    if (!entry) return undefined;
    if (entry.skip > 0) {
      entry.skip--;
      return undefined;
    }
    if (entry.remaining !== null && --entry.remaining <= 0) this.active.delete(entry.endpoint);
    return entry.fault;
  }

  private endpointOf(endpoint: unknown): string {
    const path = typeof endpoint === 'string' ? endpoint.replace(/\/+$/, '') : '';
    if (this.roots.some((root) => covers(root, path))) return path;
    throw new BadControlError(`endpoint must be, or be below, one of ${this.roots.join(', ')}`);
  }
}
