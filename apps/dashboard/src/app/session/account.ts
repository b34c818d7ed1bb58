import { Component, computed, inject } from '@angular/core';
import { Router } from '@angular/router';
import { SignIn } from './sign-in';
import { WhoAmI } from './who-am-i';

/** Who is signed in, with their role, and the way out. Nothing where nobody has to sign in. */
@Component({
  selector: 'twl-account',
  template: `
    @if (readOnly()) {
      <span class="role" title="Nothing can be changed in this installation">read-only</span>
    }
    @if (caller(); as who) {
      <span class="who" [title]="who.name + ', ' + who.role">{{ who.name }}</span>
      <span class="role">{{ who.role }}</span>
      <button type="button" (click)="signOut()">Sign out</button>
    }
  `,
  styleUrl: './account.scss',
})
export class Account {
  private readonly signIn = inject(SignIn);
  private readonly router = inject(Router);
  private readonly whoAmI = inject(WhoAmI);
  protected readonly caller = computed(() => {
    const caller = this.whoAmI.caller();
    return caller?.name == null ? undefined : caller;
  });
  protected readonly readOnly = this.whoAmI.isReadOnly;

  protected async signOut(): Promise<void> {
    const issuerUrl = await this.signIn.signOut();
    if (issuerUrl !== null) return location.assign(issuerUrl);
    this.whoAmI.reload();
    await this.router.navigateByUrl('/sign-in');
  }
}
