import type { AuditLog, Clock } from '@twl/ports';
import type { AuditEntry, ActorIdentity } from '@twl/contracts';
import { errorText } from '@twl/json';

/** Who does something, and why. */
export interface Actor {
  who: string;
  /** How that is known; `stated` where it is not given. */
  identity?: ActorIdentity;
  why: string | null;
}

/** What writing down needs. */
export interface AuditPorts {
  audit: AuditLog;
  clock: Clock;
}

/** An action on something, by somebody. */
export type Deed = Actor & Pick<AuditEntry, 'action' | 'target'>;

/** A name for an entry that is written now; entries of different times sort by it. */
export const auditId = (clock: Clock): string => {
  const part = (): string =>
    Math.floor(clock.random() * 2 ** 32)
      .toString(36)
      .padStart(7, '0');
  return `${clock.iso().replaceAll(/[-:.]/g, '')}-${part()}${part()}`;
};

/** Writes down what came of a deed; under a name of its own where none is given. */
const writeDown = async (
  { audit, clock }: AuditPorts,
  { who, identity = 'stated', why, action, target }: Deed,
  { result, id = auditId(clock) }: { result: string; id?: string },
): Promise<void> => {
  await audit.append({ id, at: clock.iso(), who, identity, action, target, why, result: result.slice(0, resultLimit) });
};

/** The name of the entry that says how a deed ended; the one that says that it began has the name of the deed. */
export const endOf = (id: string): string => `${id}.end`;

/**
 * Does something and writes it down twice: that it begins, before anything happens, and what came of it, failures too. So there is no deed
 * without an entry, whatever dies on the way. @throws what the action throws
 */
export const audited = async <T>(
  ports: AuditPorts,
  deed: Deed,
  { act, tell, id = auditId(ports.clock) }: { act: () => Promise<T>; tell: (done: T) => string; id?: string },
): Promise<T> => {
  await writeDown(ports, deed, { id, result: 'begun' });
  const name = endOf(id);
  let done: T;
  try {
    done = await act();
  } catch (error) {
    await writeDown(ports, deed, { id: name, result: `failed: ${errorText(error)}` });
    throw error;
  }
  await writeDown(ports, deed, { id: name, result: tell(done) });
  return done;
};

/** Characters of a result that are kept. */
const resultLimit = 2000;
