import { inject, Service } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';

const product = 'TWL Data Pipeline';

/** Names the browser tab after the screen, and after what is on it. */
@Service()
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.name(this.buildTitle(snapshot) ?? '');
  }

  name(screen: string): void {
    this.title.setTitle(screen ? `${screen} · ${product}` : product);
  }
}
