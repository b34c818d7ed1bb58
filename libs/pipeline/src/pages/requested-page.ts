import { pageIdOf, pageMessageSchema, type PageId } from '@twl/contracts';
import type { Delivery, UnappliedPages } from '@twl/ports';

/** The page that a delivery names; undefined if the message is malformed. */
export const requestedPage = ({ body }: Delivery): PageId | undefined => {
  const message = pageMessageSchema.safeParse(body);
  return message.success ? pageIdOf(message.data) : undefined;
};

/** The trace that a delivery goes on with; undefined if it names none. */
export const traceOf = (delivery: Delivery | undefined): string | undefined => {
  const trace = (delivery?.body as { traceparent?: unknown } | null | undefined)?.traceparent;
  return typeof trace === 'string' ? trace : undefined;
};

/** Tells the store which pages deliveries ask for that are worked off together. What it cannot look at now it is asked for later. */
export const prefetchPages = async (unapplied: UnappliedPages, deliveries: readonly Delivery[]): Promise<void> => {
  const refs = deliveries.map(requestedPage).filter((ref) => ref !== undefined);
  await unapplied.prefetch(refs).catch(() => undefined);
};
