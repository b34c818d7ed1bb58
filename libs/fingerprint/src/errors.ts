import { TwlError } from '@twl/ports';

/** A value without a canonical form: nested deeper than {@link maxDepth}, or a number that JSON cannot hold. */
export class CanonicalJsonError extends TwlError {
  readonly retryable = false;

  constructor(
    readonly code: 'TOO_DEEP' | 'NOT_JSON',
    message: string,
  ) {
    super(message);
  }
}

/** This host refuses the hash algorithm, for example MD5 in FIPS mode. */
export class FingerprintAlgorithmError extends TwlError {
  readonly code = 'FINGERPRINT_ALGORITHM';
  readonly retryable = false;

  constructor(algorithm: string, cause: unknown) {
    super(`this host refuses ${algorithm} (FIPS mode?): set FINGERPRINT_ALGORITHM=${algorithm === 'md5' ? 'sha256' : 'md5'}`, { cause });
  }
}

/** A field path that cannot be parsed. */
export class FieldPathError extends TwlError {
  readonly code = 'FIELD_PATH';
  readonly retryable = false;

  constructor(readonly path: string) {
    super(
      `volatileFields: ${JSON.stringify(path)} is not a field path: separate the parts with single dots and write a dot in a name as \\.`,
    );
  }
}
