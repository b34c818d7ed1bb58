import { HttpErrorResponse, type HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { inject } from '@angular/core';
import { tap } from 'rxjs';
import { Connection } from './connection';

const gatewayErrors = [0, 502, 503, 504];

/** An answer that no pipeline API gave: none at all, or a proxy's. Our own API's problems come as problem+json. */
const isUnreachable = (error: HttpErrorResponse): boolean =>
  gatewayErrors.includes(error.status) && !(error.headers.get('content-type') ?? '').includes('json');

/** Tells the connection of every answer and of every request that got none. */
export const watchConnection: HttpInterceptorFn = (request, next) => {
  const connection = inject(Connection);
  return next(request).pipe(
    tap({
      next: (event) => event instanceof HttpResponse && connection.answered(),
      error: (error: unknown) => {
        if (!(error instanceof HttpErrorResponse)) return;
        if (isUnreachable(error)) connection.lost();
        else connection.answered();
      },
    }),
  );
};
