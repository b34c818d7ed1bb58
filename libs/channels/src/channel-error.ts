import { TwlError } from '@twl/ports';

/** A channel did not take a message. */
export class ChannelError extends TwlError {
  readonly code = 'CHANNEL';
  readonly retryable = true;
}
