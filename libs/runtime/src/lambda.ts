// What a Lambda function needs: a second entry, because loading the AWS SDK takes time that nobody else is to wait for.
export { functionLog, openFunction, type FunctionRuntime } from './aws/open-function';
