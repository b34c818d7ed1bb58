import { Component, inject, input, type OnInit, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { errorLine } from '../api/problem';
import { EmptyNote } from '../display/empty-note';
import { WhoAmI } from './who-am-i';
import { SignIn } from './sign-in';

/** Where the issuer sends the browser back to: finishes the sign-in, and goes on to the page that wanted it. */
@Component({
  selector: 'twl-signed-in-page',
  imports: [EmptyNote, MatButton, RouterLink],
  template: `
    <h1 class="seen-by-readers-only">Signing in</h1>
    @if (refusal()) {
      <twl-empty-note class="card" heading="You are not signed in">
        {{ refusal() }}
        <a actions matButton="outlined" routerLink="/sign-in">Sign in again</a>
      </twl-empty-note>
    } @else {
      <p role="status">Signing in…</p>
    }
  `,
})
export class SignedInPage implements OnInit {
  readonly code = input<string>();
  readonly state = input<string>();
  readonly iss = input<string>();
  readonly error = input<string>();
  readonly error_description = input<string>();
  private readonly signIn = inject(SignIn);
  private readonly router = inject(Router);
  private readonly whoAmI = inject(WhoAmI);
  protected readonly refusal = signal('');

  ngOnInit(): void {
    void this.finish();
  }

  private async finish(): Promise<void> {
    const [code, state] = [this.code(), this.state()];
    if (code === undefined || state === undefined)
      return this.refusal.set(this.error_description() ?? this.error() ?? 'the issuer sent no code');
    try {
      const page = await this.signIn.finishAtIssuer({ code, state, iss: this.iss() });
      this.whoAmI.reload();
      // The code leaves the history with this address.
      await this.router.navigateByUrl(page, { replaceUrl: true });
    } catch (error) {
      this.refusal.set(errorLine(error));
    }
  }
}
