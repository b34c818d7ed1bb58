import type { Json } from '@twl/contracts';

/** Stands in an outline for a list that is too long for it, where that is asked for. */
export const longList: Json = [{}];
