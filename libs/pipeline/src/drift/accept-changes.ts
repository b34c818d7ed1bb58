import type { Acceptance, Drift, FieldType } from '@twl/contracts';
import { NotFoundError, type Clock } from '@twl/ports';
import { audited, type AuditPorts, type Actor } from '../audit/audited';
import { matching } from '../failures/matching';
import { driftOf, type DriftPorts } from './drift-of';

/** Which changes of a stream are meant: all that were held back, or those of some fields. */
export interface Accepting {
  source: string;
  stream: string;
  fields?: readonly string[] | undefined;
}

/** What accepting came to. */
export interface Accepted {
  accepted: Acceptance[];
  /** Records and pages that the contract refused and that nobody dealt with yet: they can be redriven now. */
  waiting: number;
}

/**
 * Accepts changes that a contract held back, for good: from now on they fit, in runs of before as well, so that what was refused can be
 * redriven. Written down: who, when, why. @throws NotFoundError for a field of which nothing was held back
 */
export const acceptAudited = async (ports: DriftPorts & AuditPorts, wanted: Accepting, by: Actor): Promise<Accepted> => {
  const { source, stream } = wanted;
  const act = async (): Promise<Accepted> => {
    const accepted = await acceptancesOf(ports, wanted, by.who);
    for (const one of accepted) await ports.records.accept(one);
    return { accepted, waiting: await countWaiting(ports, wanted) };
  };
  return audited(ports, { ...by, action: 'accept', target: `${source}.${stream}` }, { act, tell });
};

const acceptancesOf = async (ports: DriftPorts & { clock: Clock }, wanted: Accepting, who: string): Promise<Acceptance[]> => {
  const { source, stream, fields } = wanted;
  const drifts = (await driftOf(ports, wanted)).filter(({ policy }) => policy !== 'evolve');
  for (const field of fields ?? []) {
    if (!drifts.some((drift) => drift.field === field)) throw new NotFoundError('change held back of field', field);
  }
  const open = drifts.filter(({ status, field }) => status === 'refused' && (fields ?? [field]).includes(field));
  const at = ports.clock.iso();
  const found = new Map<string, Acceptance>();
  for (const { field, type } of open.flatMap(typesIn)) found.set(JSON.stringify([field, type]), { source, stream, field, type, at, who });
  return [...found.values()];
};

const typesIn = ({ field, newType }: Drift): { field: string; type: FieldType | null }[] =>
  newType === null ? [{ field, type: null }] : newType.split('|').map((type) => ({ field, type: type as FieldType }));

const countWaiting = async ({ failures }: DriftPorts, { source, stream }: Accepting): Promise<number> => {
  let count = 0;
  for await (const { reason } of matching(failures, { source, stream, status: 'open', reason: 'CONTRACT' })) if (reason) count += 1;
  return count;
};

const tell = ({ accepted, waiting }: Accepted): string => {
  if (accepted.length === 0) return 'nothing to do: no change is held back';
  const changes = accepted.map(({ field, type }) => (type === null ? `${field} may be missing` : `${field} may be ${type}`));
  return `${changes.join(', ')}; ${waiting} refused can be redriven`;
};
