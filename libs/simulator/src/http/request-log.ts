/** One request and its response status. */
export interface LoggedRequest {
  method: string;
  /** Path and query. */
  url: string;
  status: number;
  /** The active fault. */
  fault?: string;
}

const kept = 1_000;

/** The latest requests, oldest first. */
export class RequestLog {
  private entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    this.entries.push(entry);
    if (this.entries.length > 2 * kept) this.entries = this.entries.slice(-kept);
  }

  list(): LoggedRequest[] {
    return this.entries.slice(-kept);
  }

  clear(): void {
    this.entries = [];
  }
}
