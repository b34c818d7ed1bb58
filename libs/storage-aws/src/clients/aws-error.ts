import { TwlError } from '@twl/ports';

/** Kinds of AWS errors. The first two are retried. */
export type AwsCode = 'AWS_THROTTLED' | 'AWS_UNAVAILABLE' | 'AWS_DENIED' | 'AWS_MISSING' | 'AWS_CREDENTIALS' | 'AWS_REFUSED';

const advice: Record<AwsCode, string> = {
  AWS_THROTTLED: 'AWS asks for fewer requests; the request is retried',
  AWS_UNAVAILABLE: 'AWS cannot be reached or failed; the request is retried',
  AWS_DENIED: 'these credentials lack the permission: docs/aws.md lists the permissions each app needs',
  AWS_MISSING: 'it does not exist: check its name and AWS_REGION, or create it with --create',
  AWS_CREDENTIALS: 'there are no usable AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE',
  AWS_REFUSED: 'AWS refused the request',
};

/** An AWS request that failed after the retries of the client. Names the resource, and says what to do. */
export class AwsError extends TwlError {
  readonly retryable: boolean;

  constructor(
    readonly code: AwsCode,
    what: string,
    cause?: unknown,
  ) {
    super(`${what}: ${advice[code]}${detailOf(cause)}`, { cause });
    this.retryable = code === 'AWS_THROTTLED' || code === 'AWS_UNAVAILABLE';
  }

  /** A refused request may be the fault of its content; everything else is the fault of the environment. */
  override get infrastructure(): boolean {
    return this.code !== 'AWS_REFUSED';
  }
}

/** The errors that the SDK throws. Checked by their properties, because they may come from another realm. */
interface SdkError {
  name: string;
  message: string;
  code?: unknown;
  $fault?: 'client' | 'server';
  $metadata?: { httpStatusCode?: number };
}

const isError = (error: unknown): error is SdkError => typeof error === 'object' && error !== null && 'name' in error && 'message' in error;

const detailOf = (cause: unknown): string => (isError(cause) ? ` (${cause.name}: ${cause.message})` : '');

const codesByName: Record<string, AwsCode> = {
  ThrottlingException: 'AWS_THROTTLED',
  Throttling: 'AWS_THROTTLED',
  TooManyRequestsException: 'AWS_THROTTLED',
  RequestThrottled: 'AWS_THROTTLED',
  RequestThrottledException: 'AWS_THROTTLED',
  ProvisionedThroughputExceededException: 'AWS_THROTTLED',
  RequestLimitExceeded: 'AWS_THROTTLED',
  LimitExceededException: 'AWS_THROTTLED',
  OverLimit: 'AWS_THROTTLED',
  KmsThrottled: 'AWS_THROTTLED',
  SlowDown: 'AWS_THROTTLED',
  TimeoutError: 'AWS_UNAVAILABLE',
  NetworkingError: 'AWS_UNAVAILABLE',
  AccessDenied: 'AWS_DENIED',
  AccessDeniedException: 'AWS_DENIED',
  NoSuchBucket: 'AWS_MISSING',
  QueueDoesNotExist: 'AWS_MISSING',
  'AWS.SimpleQueueService.NonExistentQueue': 'AWS_MISSING',
  ResourceNotFoundException: 'AWS_MISSING',
  CredentialsProviderError: 'AWS_CREDENTIALS',
  ExpiredToken: 'AWS_CREDENTIALS',
  ExpiredTokenException: 'AWS_CREDENTIALS',
  InvalidAccessKeyId: 'AWS_CREDENTIALS',
  InvalidClientTokenId: 'AWS_CREDENTIALS',
  SignatureDoesNotMatch: 'AWS_CREDENTIALS',
  UnrecognizedClientException: 'AWS_CREDENTIALS',
};

const networkCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

const codeOf = ({ name, code, $fault, $metadata }: SdkError): AwsCode | undefined => {
  const known = Object.hasOwn(codesByName, name) ? codesByName[name] : undefined;
  if (known) return known;
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 429) return 'AWS_THROTTLED';
  if (status >= 500 || $fault === 'server' || networkCodes.includes(String(code))) return 'AWS_UNAVAILABLE';
  if (status === 403) return 'AWS_DENIED';
  return $metadata ? 'AWS_REFUSED' : undefined;
};

/** Returns an `AwsError` for an error of the SDK, and any other error unchanged. `what` names the resource. */
export const translateAws = (error: unknown, what: string): unknown => {
  if (!isError(error) || error instanceof TwlError) return error;
  const code = codeOf(error);
  return code ? new AwsError(code, what, error) : error;
};

/** Runs a request and translates its errors. */
export const translatedAws = async <T>(what: string, request: () => Promise<T>): Promise<T> => {
  try {
    return await request();
  } catch (error) {
    throw translateAws(error, what);
  }
};
