import type { Acceptance, Drift, FieldType } from '@twl/contracts';
import { NotFoundError, type Clock } from '@twl/ports';
import { defineAction } from '../audit/define-action';
import { listDrift, type DriftPorts } from '../drift/list-drift';
import { listFailures } from '../failures/list-failures';

/** Ports for accepting schema drift. */
type AcceptPorts = DriftPorts & { clock: Clock };

/** The changes of a stream to accept: all that its contract refused, or those of some fields. */
export interface DriftChoice {
  source: string;
  stream: string;
  fields?: readonly string[] | undefined;
}

/** The changes that are accepted now. */
export interface AcceptedDrift {
  accepted: Acceptance[];
  /** Open failures that the contract refused: they can be redriven now. */
  waiting: number;
}

/**
 * Accepts changes that a contract refused, for good: they fit in all later and earlier runs, so that the failures can be redriven.
 * @throws NotFoundError for a field without a refused change
 */
export const acceptDrift = defineAction(async (ports: AcceptPorts, choice: DriftChoice, { who }) => ({
  action: 'accept',
  target: `${choice.source}.${choice.stream}`,
  perform: () => acceptChanges(ports, choice, who),
  describe: describeAcceptance,
}));

const acceptChanges = async (ports: AcceptPorts, choice: DriftChoice, who: string): Promise<AcceptedDrift> => {
  const accepted = await acceptancesOf(ports, choice, who);
  for (const one of accepted) await ports.contracts.accept(one);
  return { accepted, waiting: await countWaiting(ports, choice) };
};

const acceptancesOf = async (ports: AcceptPorts, choice: DriftChoice, who: string): Promise<Acceptance[]> => {
  const { source, stream, fields } = choice;
  const drifts = (await listDrift(ports, choice)).filter(({ policy }) => policy !== 'evolve');
  for (const field of fields ?? []) {
    if (!drifts.some((drift) => drift.field === field)) throw new NotFoundError('refused change of field', field);
  }
  const open = drifts.filter(({ status, field }) => status === 'refused' && (fields ?? [field]).includes(field));
  const at = ports.clock.iso();
  const found = new Map<string, Acceptance>();
  for (const { field, type } of open.flatMap(typesIn)) found.set(JSON.stringify([field, type]), { source, stream, field, type, at, who });
  return [...found.values()];
};

const typesIn = ({ field, newType }: Drift): { field: string; type: FieldType | null }[] =>
  newType === null ? [{ field, type: null }] : newType.split('|').map((type) => ({ field, type: type as FieldType }));

const countWaiting = async ({ failures }: DriftPorts, { source, stream }: DriftChoice): Promise<number> => {
  let count = 0;
  for await (const { reason } of listFailures(failures, { source, stream, status: 'open', reason: 'CONTRACT' })) if (reason) count += 1;
  return count;
};

const describeAcceptance = ({ accepted, waiting }: AcceptedDrift): string => {
  if (accepted.length === 0) return 'nothing to do: the contract refuses no change';
  const changes = accepted.map(({ field, type }) => (type === null ? `${field} may be missing` : `${field} may be ${type}`));
  return `${changes.join(', ')}; ${waiting} refused can be redriven`;
};
