import { Jobs } from '../jobs/jobs';

/** Jobs of exports. They only read, so they need not wait for jobs that write. */
export class ExportJobs extends Jobs {}
