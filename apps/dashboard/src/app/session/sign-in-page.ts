import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router } from '@angular/router';
import type { Session } from '@twl/contracts';
import { errorLine } from '../api/problem';
import { api } from '../api/queries';
import { WhoAmI } from './who-am-i';
import { ownPage, SignIn } from './sign-in';

/** Signs in at the issuer, where there is one, or with an API key. */
@Component({
  selector: 'twl-sign-in-page',
  imports: [MatButton, MatFormField, MatInput, MatLabel],
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.scss',
})
export class SignInPage {
  /** The page to go to then. */
  readonly to = input<string>();
  private readonly signIn = inject(SignIn);
  private readonly router = inject(Router);
  private readonly whoAmI = inject(WhoAmI);
  private readonly session = httpResource<Session>(() => `${api}/session`);
  protected readonly byIssuer = computed(() => this.session.hasValue() && this.session.value().signIn.byIssuer);
  protected readonly key = signal('');
  protected readonly busy = signal(false);
  protected readonly refusal = signal('');

  protected async withKey(event: Event): Promise<void> {
    event.preventDefault();
    await this.attempt(async () => {
      await this.signIn.byKey(this.key().trim());
      this.key.set('');
      this.whoAmI.reload();
      await this.router.navigateByUrl(ownPage(this.to()));
    });
  }

  protected async atIssuer(): Promise<void> {
    await this.attempt(async () => location.assign(await this.signIn.beginAtIssuer(ownPage(this.to()))));
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.refusal.set('');
    try {
      await action();
    } catch (error) {
      this.refusal.set(errorLine(error));
    } finally {
      this.busy.set(false);
    }
  }
}
