import 'reflect-metadata';
import { guardAgainstCrashes, reportToStderr } from '@twl/platform/without-nest';
import { productVersion } from './output/product-version';
import { reportFailure } from './output/report-failure';
import { createProgram } from './program';

guardAgainstCrashes({ report: reportToStderr });

// A reader of the output may stop early, as `head` does: that is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

createProgram(productVersion()).parseAsync().catch(reportFailure);
