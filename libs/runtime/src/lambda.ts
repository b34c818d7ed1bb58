// Entry for Lambda functions. It is separate because it loads the AWS SDK, which other processes do not need.
export { functionLog, openFunction, type FunctionRuntime } from './aws/open-function';
