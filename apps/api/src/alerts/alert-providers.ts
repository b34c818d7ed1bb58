import type { Provider } from '@nestjs/common';
import { ENGINE } from '@twl/platform';
import { Clock, type Engine } from '@twl/ports';
import { Lists } from '../paging/lists';
import { Alerts } from './alerts';

/** Providers for alerts. @param channels names of the channels in the settings */
export const alertProviders = (channels: readonly string[]): Provider[] => [
  {
    provide: Alerts,
    useFactory: (engine: Engine, clock: Clock, lists: Lists) => new Alerts({ ...engine, clock }, lists, channels),
    inject: [ENGINE, Clock, Lists],
  },
];
