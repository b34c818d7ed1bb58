export { tableDescription } from '../dynamo/table/create-table';
export { bucketDescription } from '../s3/bucket';
export { queueSettings } from '../sqs/queues';
export { emulatedAccess, ownNames } from './emulators';
