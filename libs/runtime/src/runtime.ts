import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeClock, redactField } from '@twl/platform/without-nest';
import type { Clock } from '@twl/ports';
import {
  HistoryRecorder,
  measureState,
  measureProcess,
  openTelemetry,
  stateGauges,
  TelemetryLog,
  watchEngine,
  type Telemetry,
} from '@twl/telemetry';
import { openAlerting, type Alerting } from './alerting';
import { openSources, type OpenedSources, type SourcesOptions } from './open-sources';
import type { Storage } from './storage';

/** Engine, sources and clock of an app. */
export interface Runtime extends OpenedSources, Pick<Storage, 'engine' | 'aws' | 'log' | 'owner' | 'cursorKey'> {
  clock: Clock;
  alerting: Alerting;
  telemetry: Telemetry;
  /** Measures the state of the pipeline: see `measureState`. */
  measureState(): Promise<void>;
  /** Stores and sends what was collected: at the end of an invocation of a function. */
  flush(): Promise<void>;
}

/** Options to open a runtime. */
export interface RuntimeOptions extends Omit<SourcesOptions, 'storage'> {
  /** True if this process serves requests, so that long reads run in other threads. */
  servesApi?: boolean;
  /** Keeps metrics for Prometheus, or writes them to the log for CloudWatch; by default neither. */
  metrics?: 'prometheus' | 'embedded';
  /** What the process does: `ingestion`, `processing`, `api`; `twl` if it does everything. */
  stage?: string;
}

/** Adds sources, telemetry and a clock to a storage; `close` closes all of them. */
export const runtimeAround = async (storage: Storage, options: RuntimeOptions): Promise<Runtime> => {
  const { config, metrics, stage = 'twl' } = options;
  await mkdir(join(config.dataDir, 'spool'), { recursive: true });
  const clock = new NodeClock();
  const alerting = await openAlerting(config, () => sources.dependencies);
  const telemetry = await openTelemetry({ clock, stage, metrics, otlp: config.otlp });
  const recorder = new HistoryRecorder({
    ...{ history: storage.engine.history, clock, redact: redactField },
    ...(storage.aws ? { everyMs: 5000, skipsUnchanged: true } : { everyMs: 1000, skipsUnchanged: false }),
  });
  const log = new TelemetryLog({ ...telemetry, recorder, log: storage.log, clock });
  const sources = await openSources({ ...options, log, storage, tracer: telemetry.tracer });
  const { aws, owner, cursorKey } = storage;
  // Nobody watches an engine that nobody asks about.
  const isWatched = metrics !== undefined || config.otlp !== undefined;
  const engine = isWatched ? watchEngine(storage.engine, aws ? awsSystems : localSystems, telemetry) : storage.engine;
  const state = { engine, catalog: sources.catalog, clock, metrics: telemetry.metrics, dataDir: aws ? undefined : config.dataDir };
  const timer = isLasting(options) ? setInterval(() => void measureAll(telemetry, state), stateIntervalMs).unref() : undefined;
  const close = async (): Promise<void> => {
    clearInterval(timer);
    await sources.close();
    await recorder.close();
    await storage.engine.close();
    await telemetry.close();
  };
  const flush = async (): Promise<void> => {
    await recorder.flush();
    await telemetry.flush();
  };
  return {
    ...sources,
    engine,
    aws,
    log,
    owner,
    cursorKey,
    clock,
    alerting,
    telemetry,
    measureState: () => measureState(state),
    flush,
    close,
  };
};

/** How often the state is measured for OTLP, ms. */
const stateIntervalMs = 30_000;

/** True for a process that stays, and that nobody asks for the state that it sends. */
const isLasting = ({ config, metrics }: RuntimeOptions): boolean => config.otlp !== undefined && metrics === 'prometheus';

const measureAll = async ({ metrics }: Telemetry, state: Parameters<typeof measureState>[0]): Promise<void> => {
  await measureState(state);
  measureProcess(metrics);
};

const localSystems = { database: 'sqlite', objects: 'files', queue: 'twl' } as const;
const awsSystems = { database: 'aws.dynamodb', objects: 'aws.s3', queue: 'aws_sqs' } as const;

/** The metrics of a process in the text format of Prometheus. */
export interface MetricsText {
  contentType: string;
  text(): Promise<string>;
}

/** The metrics of a runtime, its state included; undefined if it keeps none. */
export const metricsTextOf = ({
  telemetry,
  measureState: measure,
}: Pick<Runtime, 'telemetry' | 'measureState'>): MetricsText | undefined => {
  const { prometheus } = telemetry;
  if (!prometheus) return undefined;
  const text = async (): Promise<string> => {
    for (const gauge of stateGauges) prometheus.clear(gauge);
    await measure();
    measureProcess(telemetry.metrics);
    return prometheus.text();
  };
  return { contentType: prometheus.contentType, text };
};
