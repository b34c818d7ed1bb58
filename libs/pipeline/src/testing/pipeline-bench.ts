import { sourceSettingsSchema, type CuratedRecord, type Trigger } from '@twl/contracts';
import { SourceCatalog, requireValue, type Engine, type PageQueue, type Source, type StoredRun } from '@twl/ports';
import { ManualClock, memoryEngine, RecordingLog, type MemoryEngineOptions } from '@twl/ports/testing';
import type { AuditPorts } from '../audit/audit-entry';
import { deletionStep } from '../deletions/settle-deletions';
import type { RedrivePorts } from '../failures/reapply-failure';
import type { IngestPorts } from '../ingest/ingest-ports';
import { ingestStream } from '../ingest/ingest-stream';
import type { ReplayPorts } from '../replay/replay-pages';
import type { RetentionPorts } from '../retention/retention-sweeper';
import { processMessage } from '../drain/process-message';
import type { ProcessPorts } from '../process/apply-message';
import { ScriptedStream, type ScriptedPage } from './scripted-stream';

class OneStream extends SourceCatalog {
  settings = sourceSettingsSchema.parse({});

  constructor(private readonly stream: ScriptedStream) {
    super();
  }

  async list(): Promise<Source[]> {
    return [{ name: this.stream.source, settings: this.settings, streams: [this.stream], problems: [] }];
  }

  async get(name: string): Promise<Source | undefined> {
    return (await this.list()).find((source) => source.name === name);
  }
}

/** A whole pipeline in memory around one scripted stream, driven step by step. */
export class PipelineBench {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  readonly stream: ScriptedStream;
  readonly ports: IngestPorts & ProcessPorts & RedrivePorts & ReplayPorts & RetentionPorts & AuditPorts & Pick<Engine, 'alerts'>;
  readonly engine;
  readonly catalog;
  private runs = 0;

  constructor(pages: ScriptedPage[], options: Partial<MemoryEngineOptions> = {}) {
    this.engine = memoryEngine({ clock: this.clock, ...options });
    this.stream = new ScriptedStream(pages, () => this.clock.iso());
    this.catalog = new OneStream(this.stream);
    this.ports = {
      ...this.engine,
      catalog: this.catalog,
      clock: this.clock,
      log: this.log,
      owner: 'worker-1',
      fingerprintAlgorithm: 'md5',
      endSteps: [deletionStep],
    };
  }

  /** Fetches once; a minute later than before. */
  async ingest(ports: Partial<IngestPorts> = {}, trigger: Trigger = 'manual'): Promise<StoredRun> {
    await this.clock.advance(60_000);
    const id = `run-${++this.runs}`;
    return ingestStream({ ...this.ports, ...ports }, { id, trigger, stream: this.stream, signal: new AbortController().signal });
  }

  /** Receives the waiting messages, without processing them. */
  receive(): ReturnType<PageQueue['receive']> {
    return this.engine.pageQueue.receive({ max: 10, waitMs: 0, visibilityMs: 60_000 });
  }

  /** Drains the queue until no message is ready. */
  async process(): Promise<void> {
    for (;;) {
      const deliveries = await this.receive();
      if (deliveries.length === 0) return;
      for (const delivery of deliveries) await processMessage(this.ports, delivery);
    }
  }

  /** Fetches and processes once; returns the run. */
  async run(trigger?: Trigger): Promise<StoredRun> {
    const { id } = await this.ingest({}, trigger);
    await this.process();
    return requireValue(await this.engine.runs.get(id), `run ${id}`);
  }

  async records(): Promise<CuratedRecord[]> {
    const records: CuratedRecord[] = [];
    for await (const record of this.engine.reader.export({})) records.push(record);
    return records;
  }
}
