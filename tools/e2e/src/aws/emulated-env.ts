import { randomUUID } from 'node:crypto';

/** The settings of processes on the emulators; they have a table, a bucket and queues of their own. */
export const emulatedEnv = (sourcesDir: string) => {
  const { TWL_TEST_AWS: aws = '', TWL_TEST_DYNAMO: dynamo = '' } = process.env;
  const id = randomUUID().slice(0, 8);
  return {
    ENGINE: 'aws',
    AWS_ENDPOINT_URL: aws,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo,
    TABLE_NAME: `t-${id}`,
    RAW_BUCKET: `raw-${id}`,
    PAGE_QUEUE: `pages-${id}`,
    REQUEST_QUEUE: `requests-${id}`,
    SIMULATOR: 'off',
    SOURCES_DIR: sourcesDir,
  };
};

/** Who calls AWS, said as it is said where no emulator answers. */
export const caller = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
