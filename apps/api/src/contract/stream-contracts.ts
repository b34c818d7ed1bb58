import { nameSchema, type Drift, type DriftQuery, type List, type StreamContract } from '@twl/contracts';
import {
  acceptDrift,
  loadStreamContract,
  listDrift,
  type AcceptedDrift,
  type AuditPorts,
  type Actor,
  type DriftPorts,
} from '@twl/pipeline';
import { BadCursorError, NotFoundError, requireValue, type SourceCatalog, type SourceStream } from '@twl/ports';
import type { Lists } from '../paging/lists';

/** Ports to read and change contracts. */
export interface ContractPorts extends DriftPorts, AuditPorts {
  catalog: SourceCatalog;
  lists: Lists;
}

type DriftPosition = Pick<Drift, 'at' | 'id'>;

const newestFirst = (a: DriftPosition, b: DriftPosition): number =>
  Date.parse(b.at) - Date.parse(a.at) || (a.id > b.id ? -1 : Number(a.id < b.id));

/** Reads the contracts and the drift of streams, and accepts changes. */
export class StreamContracts {
  constructor(private readonly ports: ContractPorts) {}

  /** @throws NotFoundError */
  async contract(source: string, stream: string): Promise<StreamContract> {
    return requireValue(await loadStreamContract(this.ports.contracts, await this.find(source, stream)), 'contract of a declared stream');
  }

  /** @throws NotFoundError */
  async accept(of: { source: string; stream: string; fields?: string[] | undefined }, by: Actor): Promise<AcceptedDrift> {
    await this.find(of.source, of.stream);
    return acceptDrift(this.ports, of, by);
  }

  /** Lists the drift of every stream with a contract. The list position is the time and id of the last item returned. */
  drift(query: DriftQuery): Promise<List<Drift>> {
    return this.ports.lists.page('drift', query, async ({ limit, after, ...filter }) => {
      const last = after === undefined ? undefined : readPosition(after);
      const found = (await this.matching(filter)).filter((one) => !last || newestFirst(last, one) < 0);
      const items = found.sort(newestFirst).slice(0, limit);
      const { at, id } = items.at(-1) ?? { at: '', id: '' };
      return { items, next: found.length > limit ? JSON.stringify([at, id]) : null };
    });
  }

  private async matching({ runId, change, status, ...names }: Omit<DriftQuery, 'limit' | 'cursor'>): Promise<Drift[]> {
    const asked = runId === undefined ? undefined : await this.ports.runs.get(runId);
    if (runId !== undefined && !asked) return [];
    const streams = (await this.ports.catalog.list()).flatMap(({ streams: own }) => own);
    const isWanted = ({ source, name, settings }: SourceStream): boolean =>
      settings.contract !== undefined &&
      [names, asked ?? {}].every((one) => (one.source ?? source) === source && (one.stream ?? name) === name);
    const drifts = streams.filter(isWanted).map(({ source, name }) => listDrift(this.ports, { source, stream: name }));
    return (await Promise.all(drifts))
      .flat()
      .filter(
        (one) => (runId ?? one.runId) === one.runId && (change ?? one.change) === one.change && (status ?? one.status) === one.status,
      );
  }

  private async find(source: string, stream: string): Promise<SourceStream> {
    const found = nameSchema.safeParse(source).success ? await this.ports.catalog.get(source) : undefined;
    if (!found) throw new NotFoundError('source', source);
    const own = found.streams.find(({ name }) => name === stream);
    if (!own) throw new NotFoundError('stream', `${source}.${stream}`);
    if (!own.settings.contract) throw new NotFoundError('contract in source.yaml of stream', `${source}.${stream}`);
    return own;
  }
}

const readPosition = (position: string): DriftPosition => {
  const [at, id] = JSON.parse(position) as [unknown, unknown];
  if (typeof at !== 'string' || typeof id !== 'string') throw new BadCursorError();
  return { at, id };
};
