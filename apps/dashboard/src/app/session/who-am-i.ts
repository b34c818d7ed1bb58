import { httpResource } from '@angular/common/http';
import { computed, Service } from '@angular/core';
import type { Session } from '@twl/contracts';
import { api } from '../api/queries';

/** Who is signed in, as the API sees it. */
@Service()
export class WhoAmI {
  private readonly session = httpResource<Session>(() => `${api}/session`);
  /** Undefined until it is known. */
  readonly caller = computed(() => (this.session.hasValue() ? this.session.value().caller : undefined));
  readonly isReadOnly = computed(() => this.session.hasValue() && this.session.value().readOnly);

  reload(): void {
    this.session.reload();
  }
}
