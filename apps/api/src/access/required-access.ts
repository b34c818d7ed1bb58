import { SetMetadata } from '@nestjs/common';
import type { CallerRole } from '@twl/contracts';
import type { SourceFinder } from './source-finders';

/** What a caller needs for an operation. */
export interface RequiredAccess {
  /** The weakest role that may call the operation; `anyone` also without signing in. */
  role: CallerRole | 'anyone';
  /**
   * Finds the sources that a request is about, for keys that are limited to some. Without it the operation is about all sources, and a
   * limited key is refused.
   */
  sources?: SourceFinder;
}

const accessKey = 'twl:access';

/** Says what a caller needs for an operation. */
export const NeedsAccess = (access: RequiredAccess): MethodDecorator => SetMetadata(accessKey, access);

/** Returns what a caller needs for the operation of a handler; undefined if nothing says it. */
export const requiredAccess = (handler: object): RequiredAccess | undefined =>
  Reflect.getMetadata(accessKey, handler) as RequiredAccess | undefined;
