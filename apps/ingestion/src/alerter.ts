import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { AlertWatch } from '@twl/pipeline';

const intervalMs = 10_000;

/** Evaluates the rules of alerts every ten seconds, so soon after each run, and sends what is to be told. */
@Injectable()
export class Alerter implements OnApplicationShutdown {
  private stepping: Promise<void> = Promise.resolve();

  constructor(@Inject(AlertWatch) private readonly watch: AlertWatch) {}

  @Interval(intervalMs)
  step(): Promise<void> {
    this.stepping = this.watch.step();
    return this.stepping;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stepping;
  }
}
