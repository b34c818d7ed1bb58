import { pageMessageSchema, type PageMessage } from '@twl/contracts';
import type { Delivery, PageLedger, PageRef } from '@twl/ports';

/** The page that a message points at. */
export const refOf = ({ source, stream, run, page }: PageMessage): PageRef => ({
  ...{ source, stream, run: run.id, seq: run.seq },
  index: page.index,
});

/** The page that a delivery asks for; undefined where nobody can read it. */
export const pageOf = ({ body }: Delivery): PageRef | undefined => {
  const message = pageMessageSchema.safeParse(body);
  return message.success ? refOf(message.data) : undefined;
};

/** Tells the ledger which pages deliveries ask for that are worked off together. What it cannot look at now it is asked for later. */
export const expectPages = async (ledger: PageLedger, deliveries: readonly Delivery[]): Promise<void> => {
  const refs = deliveries.map(pageOf).filter((ref) => ref !== undefined);
  await ledger.expect(refs).catch(() => undefined);
};
