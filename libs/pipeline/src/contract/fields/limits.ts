/** How deep fields are watched. */
export const maxDepth = 8;

/** Fields of a stream that are watched: records that use values as keys would fill every table. */
export const maxFields = 1000;
