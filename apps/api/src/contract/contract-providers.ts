import type { Provider } from '@nestjs/common';
import { ENGINE } from '@twl/platform';
import { Clock, SourceCatalog, type Engine } from '@twl/ports';
import { Cursors } from '../paging/cursors';
import { StreamContracts } from './stream-contracts';

/** What the contracts of streams are served from. */
export const contractProviders: Provider[] = [
  {
    provide: StreamContracts,
    useFactory: (engine: Engine, catalog: SourceCatalog, clock: Clock, cursors: Cursors) =>
      new StreamContracts({ ...engine, catalog, clock, cursors }),
    inject: [ENGINE, SourceCatalog, Clock, Cursors],
  },
];
