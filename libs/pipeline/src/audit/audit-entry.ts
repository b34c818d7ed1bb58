import type { ActorIdentity, AuditEntry } from '@twl/contracts';
import type { AuditLog, Clock } from '@twl/ports';

/** The person, or the program, that asks for an action, and the reason. */
export interface Actor {
  who: string;
  /** How `who` was established; default `stated`. */
  identity?: ActorIdentity;
  /** Name that an actor who signed in gave besides. */
  stated?: string | undefined;
  why: string | null;
}

/** Ports for writing audit entries. */
export interface AuditPorts {
  audit: AuditLog;
  clock: Clock;
}

/** Characters of a result that are kept. */
const resultLimit = 2000;

/** Makes the id of an entry that is written now; ids sort by time. */
export const newAuditId = (clock: Clock): string => {
  const part = (): string =>
    Math.floor(clock.random() * 2 ** 32)
      .toString(36)
      .padStart(7, '0');
  return `${clock.iso().replaceAll(/[-:.]/g, '')}-${part()}${part()}`;
};

/** The id of the entry that says how an action ended; the entry that says that it began has the id of the action. */
export const endEntryId = (id: string): string => `${id}.end`;

/** Writes one entry, with the time of the clock. */
export const appendAuditEntry = async (
  { audit, clock }: AuditPorts,
  { who, identity = 'stated', stated, why }: Actor,
  { result, ...entry }: Pick<AuditEntry, 'id' | 'action' | 'target' | 'result'>,
): Promise<void> => {
  await audit.append({
    ...entry,
    at: clock.iso(),
    who,
    identity,
    ...(stated !== undefined && { stated }),
    why,
    result: result.slice(0, resultLimit),
  });
};
