/** Nesting depth up to which fields are checked. */
export const maxDepth = 8;

/** Fields of a stream that are checked, at most. Records that use values as keys would otherwise fill every table. */
export const maxFields = 1000;
