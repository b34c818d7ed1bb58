import { createHash } from 'node:crypto';
import type { Acceptance } from '@twl/contracts';
import type { ContractNotes, ContractUpdate } from '@twl/ports';
import type { TableAction } from '../table/action';
import type { Table } from '../table/table';
import type { Bodies } from './bodies';
import { countKey, sidOf } from './keys';

/** The partitions of a generation's contract updates, and of a stream's accepted changes. */
export const contractUpdatesPk = (gen: string): string => `N#${gen}`;
const acceptedPk = (sid: string): string => `Y#${sid}`;

/** Stores the contract update of a page, in place of an earlier one. */
export const putContractUpdate = async (bodies: Bodies, gen: string, update: ContractUpdate): Promise<TableAction> => {
  const { runSeq, pageIndex } = update.page;
  return {
    is: 'contract update',
    put: { pk: contractUpdatesPk(gen), sk: `${countKey(runSeq)}#${countKey(pageIndex)}`, ...(await bodies.store(update)) },
  };
};

/** Reads the contract updates and accepted changes of a stream, as a generation sees them. */
export const readNotes = async (table: Table, bodies: Bodies, of: { sid: string; gen: string }): Promise<ContractNotes> => {
  const [updates, accepted] = await Promise.all([table.all({ pk: contractUpdatesPk(of.gen) }), table.all({ pk: acceptedPk(of.sid) })]);
  return {
    updates: await Promise.all(updates.map((item) => bodies.read<ContractUpdate>(item))),
    accepted: await Promise.all(accepted.map((item) => bodies.read<Acceptance>(item))),
  };
};

/** Stores an accepted change, unless it exists. */
export const putAcceptance = async (table: Table, bodies: Bodies, acceptance: Acceptance): Promise<void> => {
  const { source, stream, field, type } = acceptance;
  const sk = createHash('sha256')
    .update(JSON.stringify([field, type]))
    .digest('hex');
  const item = { pk: acceptedPk(sidOf(source, stream)), sk, ...(await bodies.store(acceptance)) };
  await table.put(item, { text: 'attribute_not_exists(#pk)' });
};
