import type { Failure } from '@twl/contracts';
import { discardFailure, redriveFailure, type AuditPorts, type Actor, type RedrivePorts } from '@twl/pipeline';
import { ProblemException } from '@twl/platform';
import { NotFoundError, TwlError } from '@twl/ports';
import type * as z from 'zod';
import type { discardSchema, redriveSchema } from './failure-actions.dto';

/** Redrives and discards one failure. */
export class FailureActions {
  constructor(private readonly ports: RedrivePorts & AuditPorts) {}

  async redrive(id: string, by: Actor): Promise<z.infer<typeof redriveSchema>> {
    await this.find(id);
    const redriven = await redriveFailure(this.ports, id, by).catch(asConflict);
    this.ports.log.info('failure.redriven', { failure: id, who: by.who, ...redriven });
    return { ...redriven, failure: await this.find(id) };
  }

  async discard(id: string, by: Actor & { why: string }): Promise<z.infer<typeof discardSchema>> {
    const { kind } = await discardFailure(this.ports, id, by);
    this.ports.log.info('failure.discarded', { failure: id, who: by.who, kind });
    return { kind, failure: await this.find(id) };
  }

  private async find(id: string): Promise<Failure> {
    const failure = await this.ports.failures.get(id);
    if (!failure) throw new NotFoundError('failure', id);
    return failure;
  }
}

/** Errors that prevent a redrive: the page, stream or raw object is missing or unreadable. */
const obstacles = ['NOTHING_TO_REDRIVE', 'NOT_FOUND', 'RAW_MISSING', 'RAW_CORRUPT', 'UNREADABLE_PAGE'];

function asConflict(error: unknown): never {
  if (!(error instanceof TwlError) || !obstacles.includes(error.code)) throw error;
  const code = error.code === 'NOT_FOUND' ? 'NOTHING_TO_REDRIVE' : error.code;
  throw new ProblemException({ status: 409, code, detail: error.message });
}
