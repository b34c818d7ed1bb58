import type { PageMessage } from '@twl/contracts';
import { deletionStep, replayStream } from '@twl/pipeline';
import type { Engine } from '@twl/ports';
import type { Action, SimulatedHistory } from '../history/history';
import { FakeCatalog } from '../source/fake-catalog';
import { streamName } from '../source/content';
import type { SavedPosition, Upstream } from '../source/fake-stream';
import { listedFaults, randomFaults, type FaultKind } from '../world/faults';
import { SeededRandom } from '../world/random';
import { SimClock } from '../world/sim-clock';
import { World } from '../world/world';
import { collect } from '../world/collect';
import { violationsOf } from '../proof/invariants';
import { Crew, type Work } from './crew';
import type { Mutant } from './mutants';
import { QuietLog } from './quiet-log';
import { memory, type EngineOpener } from './engines';
import { newIngestor, newProcessor } from './rollout';
import { decider, ingestor, operator, processor, redriver, replayer, sweeper, walker, type Stage } from './roles';

/** What came of playing a history. */
export interface Played {
  violations: string[];
  /** Every port call of every process, in order. */
  calls: string[];
  /** The faults that happened. */
  faults: Record<string, FaultKind>;
  log: string[];
  steps: number;
}

const periodMs = 60_000;

/** On what a history is played. */
export interface PlayOptions {
  mutant?: Mutant;
  /** Default in memory. */
  open?: EngineOpener;
}

/** Plays a history to its end, lets everything come to rest, and checks the invariants. */
export const play = async (history: SimulatedHistory, { mutant, open = memory }: PlayOptions = {}): Promise<Played> => {
  const world = new World(history.isShuffled ? new SeededRandom(history.seed) : undefined);
  const { engine, close } = await open(new SimClock(world, { name: 'engine', alive: true }, new SeededRandom(history.seed)));
  try {
    return await new Play({ history, world, engine, mutant }).run();
  } finally {
    await close();
  }
};

class Play {
  private readonly history: SimulatedHistory;
  private readonly mutant: Mutant | undefined;
  private readonly world: World;
  private readonly engine: Engine;
  private readonly catalog: FakeCatalog;
  private readonly upstreams: Upstream[];
  private readonly log: QuietLog;
  private readonly crew: Crew;
  private readonly stage: Stage;
  private readonly calls: string[] = [];
  private readonly faults: Record<string, FaultKind> = {};
  private readonly sent: PageMessage[] = [];
  private readonly wrong: string[] = [];
  /** Those who have one thing to do, and are not done. */
  private readonly busy = new Set<string>();
  private commits = 0;
  private redrives = 0;
  private replays = 0;
  private decisions = 0;

  constructor({ history, world, engine: plain, mutant }: { history: SimulatedHistory; world: World; engine: Engine; mutant?: Mutant }) {
    this.history = history;
    this.world = world;
    this.mutant = mutant;
    this.upstreams = history.streams.map((plan) => ({ plan, reads: 0 }));
    this.log = new QuietLog(() => this.world.now);
    this.catalog = new FakeCatalog(this.upstreams, () => new Date(this.world.now).toISOString());
    const engine = this.watched(plain);
    const view = mutant?.view?.() ?? ((whole: Engine) => whole);
    this.engine = view(engine);
    this.stage = { catalog: this.catalog, log: this.log, schedule: { start: this.world.now, periodMs, ticks: history.ticks } };
    this.crew = new Crew({
      world: this.world,
      engine,
      view,
      seed: history.seed,
      fault: this.faultPlan(),
      called: (call) => this.calls.push(call),
      failed: (error, proc) => this.log.error('process.failed', error, { proc }),
    });
  }

  async run(): Promise<Played> {
    this.startCrew();
    for (const { tick, action } of this.history.actions) this.world.after(tick * periodMs, null, () => void this.act(action));
    await this.world.run(() => this.world.now >= this.quietAt, 200_000);
    await this.finish();
    return { violations: this.wrong, calls: this.calls, faults: this.faults, log: this.log.lines, steps: this.world.steps };
  }

  /** Nothing goes wrong any more: comes to rest, redrives, runs once more, is checked, delivers again; ends with what is wrong. */
  private async finish(): Promise<void> {
    const endings = [
      () => this.rest('the history'),
      () => this.redrive(),
      () => this.lastRun(),
      () => this.check(),
      () => this.redeliver(),
      // What a replay cannot apply is left to the sweeper.
      ...(this.hasSweeper ? [() => this.replay(), () => this.check(), () => this.rebuild()] : []),
    ];
    for (const end of endings) if (this.wrong.length === 0) await end();
  }

  private async redrive(): Promise<void> {
    await this.until(this.startRedrive());
    await this.rest('a redrive');
  }

  /** @returns whether it is over */
  private startRedrive(): () => boolean {
    return this.startOnce(`redriver-${++this.redrives}`, redriver(this.stage));
  }

  /** @returns whether it is over */
  private startReplay(): () => boolean {
    return this.startOnce(`replayer-${++this.replays}`, replayer(this.stage));
  }

  /** @returns whether it is over */
  private startOnce(role: string, work: Work): () => boolean {
    this.busy.add(role);
    this.crew.start(role, (ports) => work(ports).then(() => void this.busy.delete(role)));
    return () => !this.busy.has(role);
  }

  private async until(isOver: () => boolean): Promise<void> {
    await this.world.run(isOver, 20_000);
  }

  /** From here on nothing goes wrong any more. */
  private get quietAt(): number {
    return this.stage.schedule.start + (this.history.ticks + 1) * periodMs;
  }

  private get hasSweeper(): boolean {
    return this.history.hasSweeper && this.mutant?.hasSweeper !== false;
  }

  private startCrew(): void {
    const { ingestors, processors, hasWalker } = this.history;
    for (let i = 1; i <= ingestors; i++) this.crew.start(`ingestor-${i}`, this.ingestor());
    for (let i = 1; i <= processors; i++) this.crew.start(`processor-${i}`, this.processor(i));
    if (this.hasSweeper) this.crew.start('sweeper', sweeper(this.stage));
    if (hasWalker) this.crew.start('walker', walker(this.stage, { snapshot: () => this.texts(), wrong: this.wrong }));
  }

  /** While new code is rolled out, the second processor is still the old one. */
  private processor(number: number): Work {
    const work = processor(this.stage);
    return this.history.isRollout && number === 1 ? newProcessor(work) : work;
  }

  private ingestor(): Work {
    const work = ingestor(this.stage);
    return this.history.isRollout ? newIngestor(work) : work;
  }

  private async snapshot() {
    return new Map((await collect(this.engine.reader.export({ deleted: 'include' }))).map((record) => [record.id, record]));
  }

  private async texts(): Promise<Map<string, string>> {
    const shown = [...(await this.snapshot())].filter(([, { deletedAt }]) => deletedAt === undefined);
    return new Map(shown.map(([id, record]) => [id, JSON.stringify(record)]));
  }

  private faultPlan(): (call: string) => FaultKind | undefined {
    const { faults, seed } = this.history;
    const plan =
      faults.kind === 'listed'
        ? listedFaults(new Map(Object.entries(faults.calls)))
        : randomFaults(seed, { ...faults, only: (call) => faults.roles.some((role) => call.startsWith(role)) });
    return (call) => {
      const fault = this.world.now < this.quietAt ? plan(call) : undefined;
      if (fault) this.faults[call] = fault;
      return fault;
    };
  }

  /** Notes the messages sent, and the commits that wrote something. */
  private watched(engine: Engine): Engine {
    const { pageQueue, records, streamStates, ledger } = engine;
    const checkpoint = streamStates.checkpoint.bind(streamStates);
    streamStates.checkpoint = async (lease, state) => {
      const { position } = (state.cursor ?? {}) as Partial<SavedPosition>;
      const entered = position && (await ledger.ofRun(lease.runId)).some(({ pageIndex }) => pageIndex >= 0);
      if (position && !entered) this.wrong.push(`I1 run ${lease.runId} saved a place, and none of its pages is in the ledger`);
      await checkpoint(lease, state);
    };
    const send = pageQueue.send.bind(pageQueue);
    pageQueue.send = (bodies, options) => {
      this.sent.push(...(bodies as PageMessage[]));
      return send(bodies, options);
    };
    const commit = records.commit.bind(records);
    records.commit = async (step) => {
      const result = await commit(step);
      if (result.kind === 'committed') this.commits += 1;
      return result;
    };
    return engine;
  }

  private async act(action: Action): Promise<void> {
    if (action === 'correct-manifest') this.catalog.manifest = 'lenient';
    if (action === 'redeliver') await this.engine.pageQueue.send([...this.sent]);
    if (action === 'redrive') this.startRedrive();
    if (action === 'replay') this.startReplay();
    if (action === 'confirm-deletions' || action === 'undo-deletions')
      this.startOnce(`decider-${++this.decisions}`, decider(this.stage, action));
  }

  /** Waits until every run is settled and the queue is empty. */
  private async rest(after: string): Promise<void> {
    for (let i = 0; i < 60; i++) {
      const until = this.world.now + 10_000;
      await this.world.run(() => this.world.now >= until, 20_000);
      if (this.busy.size === 0 && (await this.isAtRest())) return;
    }
    this.wrong.push(`I8 after ${after} it does not come to rest`);
  }

  private async isAtRest(): Promise<boolean> {
    const { runs, unapplied, pageQueue } = this.engine;
    const { ready, inFlight } = await pageQueue.depth();
    return ready + inFlight === 0 && (await runs.unsettled()).length === 0 && (await unapplied.open(1)).length === 0;
  }

  /** One more run of each stream, undisturbed, and another where that went on from a place: then the store shows what the source shows. */
  private async lastRun(): Promise<void> {
    for (const upstream of this.upstreams) upstream.isQuiet = true;
    this.world.isSteady = true;
    await this.runOnce('last');
    const latest = await Promise.all(this.upstreams.map(({ plan }) => this.engine.runs.latest(plan.source, streamName)));
    if (this.upstreams.some(({ plan }, i) => plan.pauses && latest[i]!.last?.end?.resumed)) await this.runOnce('very-last');
    this.world.isSteady = false;
  }

  private async runOnce(name: string): Promise<void> {
    const schedule = { start: this.world.now, periodMs, ticks: 1 };
    await this.until(this.startOnce(name, ingestor({ ...this.stage, schedule }, `${name}-`)));
    await this.rest(`the ${name} run`);
  }

  private async check(): Promise<void> {
    this.wrong.push(...(await violationsOf({ engine: this.engine, upstreams: this.upstreams })));
  }

  /** I6: a replay from raw, in place, gives the same records. */
  private async replay(): Promise<void> {
    const before = [...(await this.snapshot())];
    await this.until(this.startReplay());
    await this.rest('a replay');
    const after = [...(await this.snapshot())];
    if (JSON.stringify(before) !== JSON.stringify(after))
      this.wrong.push(`I6 a replay gives ${JSON.stringify(after)} and was ${JSON.stringify(before)}`);
  }

  /** I6: so does a replay from raw into an empty store. */
  private async rebuild(): Promise<void> {
    const clock = new SimClock(this.world, { name: 'rebuilder', alive: true }, new SeededRandom(this.history.seed));
    const empty = { ...(await memory(clock)).engine, raw: this.engine.raw };
    const ports = { ...empty, catalog: this.catalog, clock, log: this.log, fingerprintAlgorithm: 'md5' as const, endSteps: [deletionStep] };
    for (const { plan } of this.upstreams) await replayStream(ports, { stream: this.catalog.stream(plan.source) }, operator);
    const [found, expected] = [await collect(empty.reader.export({ deleted: 'include' })), [...(await this.snapshot()).values()]];
    if (JSON.stringify(found) !== JSON.stringify(expected))
      this.wrong.push(`I6 raw alone gives ${JSON.stringify(found)} and not ${JSON.stringify(expected)}`);
  }

  /** I7: everything once more writes nothing. */
  private async redeliver(): Promise<void> {
    const before = this.commits;
    const records = JSON.stringify([...(await this.snapshot())]);
    await this.act('redeliver');
    await this.rest('delivering everything again');
    const isSame = records === JSON.stringify([...(await this.snapshot())]);
    if (this.commits !== before || !isSame) this.wrong.push(`I7 delivering everything again wrote ${this.commits - before} times`);
  }
}
