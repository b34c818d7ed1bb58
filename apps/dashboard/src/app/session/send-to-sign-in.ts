import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { tap } from 'rxjs';

/** Leads to the sign-in when the API wants one, and from there back to the page. */
export const sendToSignIn: HttpInterceptorFn = (request, next) => {
  const router = inject(Router);
  return next(request).pipe(
    tap({
      error: (error: unknown) => {
        if (!(error instanceof HttpErrorResponse) || error.status !== 401 || request.url.includes('/session')) return;
        const returnTo = router.currentNavigation()?.finalUrl?.toString() ?? router.url;
        if (!/^\/sign(-|ed-)in\b/.test(returnTo)) void router.navigate(['/sign-in'], { queryParams: { to: returnTo } });
      },
    }),
  );
};
