import { Service, signal } from '@angular/core';

const key = 'twl-name';
const unnamed = 'dashboard';

/** The operator's name, kept in the browser where storage is allowed. */
@Service()
export class OperatorName {
  private readonly text = signal(attempt(() => localStorage.getItem(key)) ?? '');
  /** As typed; may be empty. */
  readonly typed = this.text.asReadonly();

  /** For the audit log. */
  get who(): string {
    return this.text().trim() || unnamed;
  }

  set(name: string): void {
    this.text.set(name);
    attempt(() => localStorage.setItem(key, name));
  }
}

// Browsers may forbid storage altogether; the name then lasts as long as the page.
function attempt<R>(action: () => R): R | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
