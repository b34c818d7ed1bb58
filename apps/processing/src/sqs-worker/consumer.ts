/** Name of the consumer. */
export const pages = 'pages';

/** Visibility timeout of messages, extended while they are processed, ms. */
export const visibilityMs = 60_000;
