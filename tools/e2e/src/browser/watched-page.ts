import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkExchange } from '@twl/conformance';
import type { Browser, Page, Response } from 'playwright-core';
import { workspace } from '../product/dist';

/** How a page is looked at. */
export interface Look {
  scheme: 'light' | 'dark';
  width: number;
  height: number;
}

interface Violation {
  id: string;
  impact: string;
  nodes: { target: string[]; failureSummary: string }[];
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const pictures = join(workspace, 'dist/e2e');

/** A page of a browser that keeps what went wrong in it. */
export class WatchedPage {
  /** Errors on the console, uncaught exceptions, requests that failed, and answers of the API that are not as its document describes. */
  readonly troubles: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly look: Look,
  ) {
    page.on('console', (message) => message.type() === 'error' && this.troubles.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => this.troubles.push(`exception: ${error.message}`));
    page.on('response', (response) => void this.check(response));
    page.on('response', (response) => response.status() >= 400 && this.troubles.push(`${String(response.status())}: ${response.url()}`));
  }

  /** Opens a page in a context of its own. */
  static async open(browser: Browser, baseURL: string, look: Look): Promise<WatchedPage> {
    const { scheme, width, height } = look;
    const context = await browser.newContext({
      baseURL,
      colorScheme: scheme,
      reducedMotion: 'reduce',
      viewport: { width, height },
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
    });
    context.setDefaultTimeout(30_000);
    return new WatchedPage(await context.newPage(), look);
  }

  private async check(response: Response): Promise<void> {
    const { pathname, search } = new URL(response.url());
    if (!pathname.startsWith('/api/')) return;
    // A page that was left takes its answers with it.
    const text = await response.text().catch(() => undefined);
    if (text === undefined) return;
    const sent: unknown = response.request().postDataJSON() ?? undefined;
    const told = { method: response.request().method(), path: pathname + search, status: response.status(), headers: response.headers() };
    try {
      checkExchange({ ...told, sent, text });
    } catch (error) {
      this.troubles.push(String(error));
    }
  }

  /** Keeps what is seen as a picture under `dist/e2e`. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    const { scheme, width } = this.look;
    await this.page.screenshot({ path: join(pictures, `${name}-${scheme}-${String(width)}.png`), fullPage: true });
  }

  /** What people with disabilities would stumble over seriously, by axe-core. */
  async barriers(): Promise<string[]> {
    await this.page.evaluate(axe);
    const found: { violations: Violation[] } = await this.page.evaluate('axe.run()');
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join('; ')}`);
  }

  /** By how many pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
