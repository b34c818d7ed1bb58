import { HttpException } from '@nestjs/common';
import type { ProblemParts } from './problem';

/** A problem that a controller responds with. */
export class ProblemException extends HttpException {
  constructor(readonly problem: ProblemParts) {
    super(problem.detail ?? problem.code, problem.status);
  }
}
