// Programs of Python that tests use beside the emulators: found, or fetched once into .cache/aws.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf } from './find-emulators.mjs';

/** The command `aws`; a ready one is named by TWL_AWS_CLI. @throws EmulatorMissing */
export const findAwsCli = () => ready('TWL_AWS_CLI') ?? join(environmentOf('awscli', { program: 'aws' }), 'bin', 'aws');

/** The command `checkov`; a ready one is named by TWL_CHECKOV. @throws EmulatorMissing */
export const findCheckov = () => ready('TWL_CHECKOV') ?? join(environmentOf('checkov'), 'bin', 'checkov');

const ready = (variable) => (existsSync(process.env[variable] ?? '') ? process.env[variable] : undefined);
