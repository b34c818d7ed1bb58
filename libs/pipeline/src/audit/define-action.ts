import type { AuditEntry } from '@twl/contracts';
import { errorText } from '@twl/json';
import { appendAuditEntry, endEntryId, newAuditId, type Actor, type AuditPorts } from './audit-entry';

/** An action that is about to be performed. */
export interface PlannedAction<Result> extends Pick<AuditEntry, 'action' | 'target'> {
  /** Id of the audit entry; default a new one. */
  id?: string;
  perform: () => Promise<Result>;
  /** The result in words, for the audit log. */
  describe: (result: Result) => string;
}

/**
 * Makes an operator action out of its plan. The action writes two audit entries: `begun` before it performs anything, and the result, or the
 * error, after it. A process that is killed in between leaves the first. `plan` only reads; what it throws is not an action and has no entry.
 */
export const defineAction =
  <Ports, Task, Result, By extends Actor = Actor>(plan: (ports: Ports, task: Task, actor: By) => Promise<PlannedAction<Result>>) =>
  async (ports: Ports & AuditPorts, task: Task, actor: By): Promise<Result> => {
    const { id = newAuditId(ports.clock), action, target, perform, describe } = await plan(ports, task, actor);
    const append = (entryId: string, result: string): Promise<void> =>
      appendAuditEntry(ports, actor, { id: entryId, action, target, result });
    await append(id, 'begun');
    let result: Result;
    try {
      result = await perform();
    } catch (error) {
      await append(endEntryId(id), `failed: ${errorText(error)}`);
      throw error;
    }
    await append(endEntryId(id), describe(result));
    return result;
  };
