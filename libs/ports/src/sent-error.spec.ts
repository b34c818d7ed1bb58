import { BadCursorError, NotFoundError, UnavailableError, WalkExpiredError, type TwlError } from './errors';
import { receivedError, sentError } from './sent-error';

const sent = (error: unknown): Error => receivedError(structuredClone(sentError(error)));

describe('an error that is sent from one thread to another', () => {
  it.each<TwlError>([new BadCursorError(), new WalkExpiredError(), new NotFoundError('run', 'x'), new UnavailableError('it is away')])(
    '%s is known by its code, and by whether trying again helps',
    (error) => {
      const { code, message, retryable, infrastructure } = error;
      const received = sent(error);
      expect(received).toMatchObject({ code, message, retryable, infrastructure });
      if (error instanceof BadCursorError || error instanceof WalkExpiredError) expect(received).toBeInstanceOf(error.constructor);
    },
  );

  it('keeps the stack of a fault', () => {
    const fault = new TypeError('x is not a function');
    expect(sent(fault)).toMatchObject({ message: fault.message, stack: fault.stack });
    expect(sent(fault)).not.toHaveProperty('code');
    expect(sent('thrown')).toMatchObject({ message: 'thrown' });
  });
});
