/** The name of the consumer. */
export const pages = 'pages';

/** How long messages are hidden; extended as long as they are worked on, ms. */
export const visibilityMs = 60_000;
