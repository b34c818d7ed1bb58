import type { Builders } from '../component/build-context';

/** Builders of what paces the requests of a host. */
export const apiBudgets = {} satisfies Builders<'apiBudget'>;
