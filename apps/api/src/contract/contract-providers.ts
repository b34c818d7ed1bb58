import type { Provider } from '@nestjs/common';
import { ENGINE } from '@twl/platform';
import { Clock, SourceCatalog, type Engine } from '@twl/ports';
import { Lists } from '../paging/lists';
import { StreamContracts } from './stream-contracts';

/** Providers for the contracts of streams. */
export const contractProviders: Provider[] = [
  {
    provide: StreamContracts,
    useFactory: (...[engine, catalog, clock, lists]: [Engine, SourceCatalog, Clock, Lists]) =>
      new StreamContracts({ ...engine, catalog, clock, lists }),
    inject: [ENGINE, SourceCatalog, Clock, Lists],
  },
];
