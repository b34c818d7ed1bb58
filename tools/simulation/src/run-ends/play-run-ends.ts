import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalog } from '@twl/connector';
import { deletionStep, ingestStream, processMessage, sweep } from '@twl/pipeline';
import { SecretStore, type Engine, type SourceCatalog } from '@twl/ports';
import { memoryEngine } from '@twl/ports/testing';
import { collect } from '../world/collect';
import { QuietLog } from '../play/quiet-log';
import { mostRecords, Process, Time, type RunEnding } from './process';
import { Shop } from './shop';
import type { StreamKind } from './stream-kinds';

/** What happens between two runs, and how the run after it ends. */
export interface Step {
  /** Records that are added or changed. */
  put: number[];
  remove: number[];
  ending: RunEnding;
}

/** What was seen at the end. */
export interface SeenPage {
  /** Values by key. */
  shown: Record<string, unknown>;
  source: Record<string, unknown>;
  runs: string[];
  /** What each run asked for. */
  asked: string[][];
}

class NoSecrets extends SecretStore {
  override get(): Promise<string> {
    return Promise.reject(new Error('there are none'));
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Files are read in real time, and no time of the history passes for it, however busy the machine is. */
const isReading = (): boolean => process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
const budgetMs = 900_000;

/** A pipeline in memory around one source that changes while runs of it end in every way. */
export class RunEnds {
  readonly time = new Time();
  readonly shop = new Shop(() => this.time.now);
  private readonly engine: Engine;
  private readonly folder = mkdtempSync(join(tmpdir(), 'twl-run-ends-'));
  private readonly asked: string[][] = [];

  constructor(private readonly kind: StreamKind) {
    this.engine = memoryEngine({ clock: this.outside().clock });
    mkdirSync(join(this.folder, 'shop'));
    const settings = {
      config: { lists: [{ name: 'items' }] },
      allowedHosts: ['shop.test'],
      limits: { recordsPerPage: mostRecords },
      streams: { items: kind.lists ? { deletions: { mode: 'snapshot', maxShare: 1 } } : {} },
    };
    writeFileSync(join(this.folder, 'shop', 'manifest.yaml'), JSON.stringify(kind.manifest));
    writeFileSync(join(this.folder, 'shop', 'source.yaml'), JSON.stringify(settings));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The source changes, and is read once. */
  async step({ put, remove, ending }: Step): Promise<void> {
    this.time.now += 120_000;
    for (const id of put) this.shop.put(id);
    if (this.kind.lists) for (const id of remove) this.shop.remove(id);
    this.time.now += 10_000;
    await this.run(ending);
    await this.process();
    if (ending.how === 'killed') await this.recover();
  }

  async seen(): Promise<SeenPage> {
    const records = await collect(this.engine.reader.export({}));
    const { items } = await this.engine.runs.list({ limit: 100 });
    return {
      shown: Object.fromEntries(records.map(({ key, data }) => [key, data['value']])),
      source: Object.fromEntries(this.shop.rows.map(({ id, value }) => [String(id), value])),
      runs: items.map(({ state, reason }) => [state, reason].filter(Boolean).join(': ')).reverse(),
      asked: this.asked,
    };
  }

  private async run(ending: RunEnding): Promise<void> {
    const process = new Process(this.time, this.shop, ending);
    const surroundings = this.surroundings(process);
    const { catalog } = surroundings;
    const stream = (await catalog.get('shop'))?.streams.find(({ name }) => name === 'items');
    if (!stream) throw new Error(`the source cannot be read: ${(await catalog.get('shop'))?.problems.join('; ')}`);
    const id = `run-${this.asked.length + 1}`;
    this.asked.push(process.asked);
    const ports = { ...process.ports(this.engine), ...surroundings, owner: id };
    await this.drive(
      Promise.race([process.died, ingestStream(ports, { id, trigger: 'schedule', stream, signal: process.stop.signal, budgetMs })]),
    );
  }

  /** Lets time pass whenever nothing else happens. */
  private async drive(work: Promise<unknown>): Promise<void> {
    let isOver = false;
    const end = work.finally(() => (isOver = true));
    end.catch(() => {});
    while (!isOver) {
      for (let i = 0; i < 20 && !isOver; i++) await turn();
      while (!isOver && isReading()) await turn();
      if (!isOver) this.time.step();
    }
    await end;
  }

  private async process(): Promise<void> {
    const surroundings = this.surroundings(this.outside());
    const ports = { ...this.engine, ...surroundings, fingerprintAlgorithm: 'md5' as const };
    for (;;) {
      const deliveries = await this.engine.pageQueue.receive({ max: 10, waitMs: 0, visibilityMs: 60_000 });
      if (deliveries.length === 0) return;
      for (const delivery of deliveries) await this.drive(processMessage(ports, delivery));
    }
  }

  /** Finds what a process left that died. */
  private async recover(): Promise<void> {
    this.time.now += 60_000;
    const ports = { ...this.engine, ...this.surroundings(this.outside()), owner: 'sweeper' };
    await this.drive(sweep(ports, { olderThanMs: 30_000 }));
    await this.process();
  }

  private outside(): Process {
    return new Process(this.time, this.shop, { how: 'good', at: 0 });
  }

  private surroundings({ clock, http }: Process) {
    const log = new QuietLog(() => this.time.now);
    const catalog: SourceCatalog = createCatalog({ sourcesDir: this.folder, http, clock, log, secrets: new NoSecrets() });
    return { clock, log, catalog, endSteps: [deletionStep] };
  }
}
