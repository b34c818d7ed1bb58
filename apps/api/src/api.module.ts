import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ENGINE } from '@twl/platform';
import { Clock, FailureStore, Log, RawStore, RecordReader, RequestQueue, RunStore, SourceCatalog, type Engine } from '@twl/ports';
import { AnalyticsController } from './analytics/analytics.controller';
import { FailuresController } from './failures/failures.controller';
import { Failures } from './failures/failures';
import { HealthController } from './health/health.controller';
import { Readiness } from './health/readiness';
import { Cursors } from './paging/cursors';
import { RawViews } from './records/raw-views';
import { RecordsController } from './records/records.controller';
import { Records } from './records/records';
import { RunsController } from './runs/runs.controller';
import { Runs } from './runs/runs';
import { RunRequests } from './sources/run-requests';
import { SourcesController } from './sources/sources.controller';
import { Sources } from './sources/sources';

/** What the API needs beside the engine. */
export interface ApiOptions {
  /** Signs the cursors; the same for every process that serves one data folder. */
  cursorKey: Uint8Array;
}

const queries: Provider[] = [
  {
    provide: Records,
    useFactory: (reader: RecordReader, cursors: Cursors) => new Records(reader, cursors),
    inject: [RecordReader, Cursors],
  },
  {
    provide: RawViews,
    useFactory: (raw: RawStore, catalog: SourceCatalog) => new RawViews(raw, catalog),
    inject: [RawStore, SourceCatalog],
  },
  { provide: Runs, useFactory: (store: RunStore, cursors: Cursors) => new Runs(store, cursors), inject: [RunStore, Cursors] },
  {
    provide: Failures,
    useFactory: (store: FailureStore, cursors: Cursors) => new Failures(store, cursors),
    inject: [FailureStore, Cursors],
  },
  {
    provide: Sources,
    useFactory: (...[catalog, runs, reader, clock, cursors]: [SourceCatalog, RunStore, RecordReader, Clock, Cursors]) =>
      new Sources({ catalog, runs, reader, clock, cursors }),
    inject: [SourceCatalog, RunStore, RecordReader, Clock, Cursors],
  },
  {
    provide: RunRequests,
    useFactory: (queue: RequestQueue, clock: Clock, log: Log) => new RunRequests(queue, clock, log),
    inject: [RequestQueue, Clock, Log],
  },
  {
    provide: Readiness,
    useFactory: (engine: Engine, catalog: SourceCatalog, clock: Clock, log: Log) => new Readiness({ engine, catalog, clock, log }),
    inject: [ENGINE, SourceCatalog, Clock, Log],
  },
];

/** The REST API over the ports that `EngineModule` binds. */
@Module({})
export class ApiModule {
  static register({ cursorKey }: ApiOptions): DynamicModule {
    return {
      module: ApiModule,
      controllers: [RecordsController, AnalyticsController, SourcesController, RunsController, FailuresController, HealthController],
      providers: [{ provide: Cursors, useFactory: () => new Cursors(cursorKey) }, ...queries],
    };
  }
}
