import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  AlertStore,
  AuditLog,
  ChangeFeed,
  Clock,
  ContractStore,
  CredentialStore,
  FailureStore,
  GenerationStore,
  LeaseStore,
  Log,
  PageLedger,
  PageQueue,
  RawStore,
  RecordReader,
  RecordRetention,
  RecordStore,
  RequestQueue,
  RunDecisions,
  RunHistory,
  RunStore,
  SourceCatalog,
  SourcePauses,
  StreamStateStore,
  UnappliedPages,
  type Engine,
} from '@twl/ports';

/** Implementations of the ports. */
export interface EngineBindings {
  engine: Engine;
  clock: Clock;
  log: Log;
  catalog: SourceCatalog;
}

/** DI token of the engine, to check or close it. */
export const ENGINE = Symbol('Engine');

/** Binds every port to one engine, for all modules of an app. The module does not close the engine. */
@Module({})
export class EngineModule {
  static of({ engine, clock, log, catalog }: EngineBindings): DynamicModule {
    const bindings: Provider[] = [
      { provide: ENGINE, useValue: engine },
      { provide: RawStore, useValue: engine.raw },
      { provide: PageQueue, useValue: engine.pageQueue },
      { provide: RequestQueue, useValue: engine.requestQueue },
      { provide: RunStore, useValue: engine.runs },
      { provide: RunDecisions, useValue: engine.runDecisions },
      { provide: LeaseStore, useValue: engine.leases },
      { provide: StreamStateStore, useValue: engine.streamStates },
      { provide: PageLedger, useValue: engine.ledger },
      { provide: UnappliedPages, useValue: engine.unapplied },
      { provide: RecordStore, useValue: engine.records },
      { provide: ContractStore, useValue: engine.contracts },
      { provide: GenerationStore, useValue: engine.generations },
      { provide: RecordRetention, useValue: engine.retention },
      { provide: RecordReader, useValue: engine.reader },
      { provide: ChangeFeed, useValue: engine.changeFeed },
      { provide: FailureStore, useValue: engine.failures },
      { provide: AlertStore, useValue: engine.alerts },
      { provide: AuditLog, useValue: engine.audit },
      { provide: CredentialStore, useValue: engine.credentials },
      { provide: SourcePauses, useValue: engine.pauses },
      { provide: RunHistory, useValue: engine.history },
      { provide: Clock, useValue: clock },
      { provide: Log, useValue: log },
      { provide: SourceCatalog, useValue: catalog },
    ];
    return { module: EngineModule, global: true, providers: bindings, exports: bindings };
  }
}
