import type { Json } from '@twl/contracts';

/** Replaces a list that is too long for an outline, if requested. */
export const longList: Json = [{}];
