import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ENGINE } from '@twl/platform';
import {
  deletionStep,
  type AuditPorts,
  type CancelPorts,
  type ExportPorts,
  type PausePorts,
  type RedrivePorts,
  type ReplayPorts,
} from '@twl/pipeline';
import { ChangeFeed, Clock, FailureStore, Log, RecordReader, RunStore, SourceCatalog, type Engine } from '@twl/ports';
import type { AccessRules } from './access/callers';
import { alertProviders } from './alerts/alert-providers';
import { AlertsController } from './alerts/alerts.controller';
import { AnalyticsController } from './analytics/analytics.controller';
import { ACTION_PORTS } from './audit/action-ports';
import { AuditController } from './audit/audit.controller';
import { ChangeStreams } from './changes/change-streams';
import { Changes } from './changes/changes';
import { CanStream, ChangesController } from './changes/changes.controller';
import { contractProviders } from './contract/contract-providers';
import { ContractController } from './contract/contract.controller';
import { ExportJobs } from './exports/export-jobs';
import { Exports } from './exports/exports';
import { ExportsController } from './exports/exports.controller';
import { ListExports } from './exports/list-exports';
import { BulkActions } from './failures/bulk-actions';
import { FailureActions } from './failures/failure-actions';
import { FailureGroupsController } from './failures/failure-groups.controller';
import { FailureActionsController } from './failures/failure-actions.controller';
import { FailuresController } from './failures/failures.controller';
import { Failures } from './failures/failures';
import { HeavyWork } from './heavy/heavy-work';
import { WorkHere } from './heavy/work-here';
import { HealthController } from './health/health.controller';
import { Readiness } from './health/readiness';
import { Jobs } from './jobs/jobs';
import { Cursors } from './paging/cursors';
import { Lists } from './paging/lists';
import { KeysController } from './keys/keys.controller';
import { RecordsController } from './records/records.controller';
import { Records } from './records/records';
import { Replays } from './replays/replays';
import { ReplaysController } from './replays/replays.controller';
import { RunActionsController } from './runs/run-actions.controller';
import { RunDeletionsController } from './runs/run-deletions.controller';
import { RunsController } from './runs/runs.controller';
import { RunHistories } from './runs/run-histories';
import { Runs } from './runs/runs';
import { RunRequests } from './sources/run-requests';
import { SourceActionsController } from './sources/source-actions.controller';
import { SourcesController } from './sources/sources.controller';
import { SessionController } from './session/session.controller';
import { signInProviders } from './session/sign-in-providers';
import { Sources } from './sources/sources';

/** Options of the API, in addition to the engine. */
export interface ApiOptions {
  /** Who may call the API. */
  access: AccessRules;
  /** Key that signs cursors; all processes that serve the same data folder share it. */
  cursorKey: Uint8Array;
  /** Fingerprint algorithm; the same as in processing. */
  fingerprintAlgorithm: RedrivePorts['fingerprintAlgorithm'];
  /** Maximum bytes of the items of a list page, as `bytesInJson` counts; by default only the number of items is limited. */
  maxListBytes?: number | undefined;
  /** How long a request waits for an export to end, ms; default two seconds. A function does nothing between requests, so it waits for the end. */
  exportWaitMs?: number | undefined;
  /** False if a response is sent only when it is whole, so that there can be no streams. */
  streams?: boolean | undefined;
  /** Runs long work; by default in the current thread. */
  work?: HeavyWork | undefined;
  /** Names of the channels of alerts. */
  channels?: readonly string[] | undefined;
}

const queries: Provider[] = [
  {
    provide: Records,
    useFactory: (...[reader, lists, catalog, clock]: [RecordReader, Lists, SourceCatalog, Clock]) =>
      new Records(reader, lists, { catalog, clock }),
    inject: [RecordReader, Lists, SourceCatalog, Clock],
  },
  { provide: Runs, useFactory: (store: RunStore, lists: Lists) => new Runs(store, lists), inject: [RunStore, Lists] },
  {
    provide: RunHistories,
    useFactory: (engine: Engine, clock: Clock) => new RunHistories({ ...engine, clock }),
    inject: [ENGINE, Clock],
  },
  {
    provide: Failures,
    useFactory: (store: FailureStore, lists: Lists) => new Failures(store, lists),
    inject: [FailureStore, Lists],
  },
  {
    provide: Sources,
    useFactory: (...[engine, catalog, clock, lists]: [Engine, SourceCatalog, Clock, Lists]) =>
      new Sources({ ...engine, catalog, clock }, lists),
    inject: [ENGINE, SourceCatalog, Clock, Lists],
  },
  {
    provide: RunRequests,
    useFactory: (engine: Engine, clock: Clock, log: Log) => new RunRequests(engine, clock, log),
    inject: [ENGINE, Clock, Log],
  },
  {
    provide: Readiness,
    useFactory: (...[engine, catalog, sources, clock, log]: [Engine, SourceCatalog, Sources, Clock, Log]) =>
      new Readiness({ engine, catalog, sources, clock, log }),
    inject: [ENGINE, SourceCatalog, Sources, Clock, Log],
  },
];

type ActionPorts = ReplayPorts & RedrivePorts & CancelPorts & PausePorts & AuditPorts & ExportPorts;

/** How long a request waits for an export to end, ms. */
const defaultExportWaitMs = 2000;

const actions = ({ fingerprintAlgorithm, work }: Pick<ApiOptions, 'fingerprintAlgorithm' | 'work'>): Provider[] => [
  {
    provide: ACTION_PORTS,
    useFactory: (...[engine, catalog, clock, log]: [Engine, SourceCatalog, Clock, Log]): ActionPorts => ({
      ...engine,
      ...{ catalog, clock, log, fingerprintAlgorithm, endSteps: [deletionStep] },
    }),
    inject: [ENGINE, SourceCatalog, Clock, Log],
  },
  { provide: HeavyWork, useFactory: (ports: ActionPorts) => work ?? new WorkHere(ports), inject: [ACTION_PORTS] },
  { provide: Jobs, useFactory: (clock: Clock, log: Log) => new Jobs(clock, log), inject: [Clock, Log] },
  { provide: FailureActions, useFactory: (ports: ActionPorts) => new FailureActions(ports), inject: [ACTION_PORTS] },
  { provide: BulkActions, useFactory: (ports: ActionPorts, jobs: Jobs) => new BulkActions(ports, jobs), inject: [ACTION_PORTS, Jobs] },
  {
    provide: Replays,
    useFactory: (ports: ActionPorts, work: HeavyWork, jobs: Jobs) => new Replays(ports, work, jobs),
    inject: [ACTION_PORTS, HeavyWork, Jobs],
  },
];

const exports = ({ exportWaitMs = defaultExportWaitMs }: Pick<ApiOptions, 'exportWaitMs'>): Provider[] => [
  { provide: ListExports, useFactory: (reader: RecordReader) => new ListExports(reader), inject: [RecordReader] },
  { provide: ExportJobs, useFactory: (clock: Clock, log: Log) => new ExportJobs(clock, log), inject: [Clock, Log] },
  {
    provide: Exports,
    useFactory: (ports: ActionPorts, work: HeavyWork, jobs: ExportJobs) => new Exports(ports, { work, jobs }, exportWaitMs),
    inject: [ACTION_PORTS, HeavyWork, ExportJobs],
  },
];

const changes = ({ streams = true }: Pick<ApiOptions, 'streams'>): Provider[] => [
  { provide: Changes, useFactory: (feed: ChangeFeed, cursors: Cursors) => new Changes(feed, cursors), inject: [ChangeFeed, Cursors] },
  {
    provide: ChangeStreams,
    useFactory: (feed: Changes, clock: Clock, log: Log) => new ChangeStreams(feed, { clock, log }),
    inject: [Changes, Clock, Log],
  },
  { provide: CanStream, useValue: { isPossible: streams } },
];

const controllers = [
  RecordsController,
  AnalyticsController,
  SourcesController,
  SourceActionsController,
  ContractController,
  ReplaysController,
  ExportsController,
  ChangesController,
  RunsController,
  RunActionsController,
  RunDeletionsController,
  FailureActionsController,
  FailureGroupsController,
  FailuresController,
  AuditController,
  AlertsController,
  KeysController,
  SessionController,
  HealthController,
];

/** REST API on the ports that `EngineModule` binds. */
@Module({})
export class ApiModule {
  static register({ access, cursorKey, maxListBytes, ...options }: ApiOptions): DynamicModule {
    return {
      module: ApiModule,
      controllers,
      providers: [
        ...signInProviders(access, cursorKey),
        { provide: Cursors, useFactory: () => new Cursors(cursorKey) },
        { provide: Lists, useFactory: (cursors: Cursors) => new Lists(cursors, maxListBytes), inject: [Cursors] },
        ...queries,
        ...contractProviders,
        ...alertProviders(options.channels ?? []),
        ...actions(options),
        ...exports(options),
        ...changes(options),
      ],
    };
  }
}
