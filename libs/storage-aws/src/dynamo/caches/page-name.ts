import type { PageRef } from '@twl/ports';

/** A page in a generation, as the key of a map. */
export const pageName = ({ run, index }: Pick<PageRef, 'run' | 'index'>, gen: string): string => JSON.stringify([gen, run, index]);
