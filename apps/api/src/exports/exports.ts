import type { AuditEntry, Export } from '@twl/contracts';
import { endEntryId, newAuditId, readExportTarget, selectionQuery, type Actor, type ExportChoice } from '@twl/pipeline';
import { NotFoundError, requireValue, type AuditLog, type Clock, type ExportFiles, type StoredExportFile } from '@twl/ports';
import type { HeavyWork } from '../heavy/heavy-work';
import type { Job } from '../jobs/jobs';
import type { ExportJobs } from './export-jobs';

/** Ports of {@link Exports}. */
interface ExportsPorts {
  audit: AuditLog;
  clock: Clock;
  exportFiles: ExportFiles;
}

/** Exports of records into files; each is a job. Exports of other processes are read from the audit log. */
export class Exports {
  private readonly known = new WeakMap<Job<unknown>, ExportChoice>();

  /** `maxWaitMs` is how long a request waits for its export to end. */
  constructor(
    private readonly ports: ExportsPorts,
    private readonly running: { work: HeavyWork; jobs: ExportJobs },
    private readonly maxWaitMs: number,
  ) {}

  /** Starts an export and waits a moment for its end. */
  async start(choice: ExportChoice, by: Actor): Promise<Export> {
    const { work, jobs } = this.running;
    const id = `export-${newAuditId(this.ports.clock)}`;
    const job = jobs.start(id, (working) => work.exportRecords({ ...choice, ...by, id }, working));
    this.known.set(job, choice);
    await jobs.wait([id], this.maxWaitMs);
    return this.view(job);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Export> {
    const job = this.running.jobs.find(id);
    if (job && this.known.has(job)) return this.view(job);
    const begun = await this.ports.audit.get(id);
    const choice = begun?.action === 'export' && !id.endsWith(endEntryId('')) ? readExportTarget(begun.target) : undefined;
    if (!begun || !choice) throw new NotFoundError('export', id);
    return this.fromAudit(begun, choice);
  }

  /** @throws NotFoundError when the export has no file, or no more */
  async file(id: string): Promise<StoredExportFile> {
    const file = await this.ports.exportFiles.find(id);
    if (!file) throw new NotFoundError('file of the export, or it has expired:', id);
    return file;
  }

  private async view(job: Job<unknown>): Promise<Export> {
    const { id, state, detail, startedAt, finishedAt, progress } = job;
    const { format, selection } = requireValue(this.known.get(job), 'choice of the export');
    const file = state === 'done' ? await this.fileOf(id) : null;
    return {
      ...{ id, format, query: selectionQuery(selection), state: state === 'done' && !file ? 'expired' : state },
      ...(detail !== undefined && { detail }),
      ...{ startedAt, finishedAt, progress: { done: progress.done }, file },
    };
  }

  /** Builds an export of another process from its audit entries. */
  private async fromAudit(begun: AuditEntry, { format, query }: Pick<Export, 'format' | 'query'>): Promise<Export> {
    const end = await this.ports.audit.get(endEntryId(begun.id));
    const file = end ? await this.fileOf(begun.id) : null;
    const state = !end ? 'unfinished' : end.result.startsWith('failed') ? 'failed' : file ? 'done' : 'expired';
    return {
      ...{ id: begun.id, format, query, state, ...(end && { detail: end.result }) },
      ...{ startedAt: begun.at, finishedAt: end?.at ?? null, progress: { done: Number(/\d+/.exec(end?.result ?? '')?.[0] ?? 0) }, file },
    };
  }

  private async fileOf(id: string): Promise<Export['file']> {
    const file = await this.ports.exportFiles.find(id);
    return file ? { href: `/api/exports/${id}/file`, bytes: file.bytes, expiresAt: file.expiresAt } : null;
  }
}
