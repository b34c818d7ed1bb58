/** One request as it was answered. */
export interface LoggedRequest {
  method: string;
  /** Path and query. */
  url: string;
  status: number;
  /** The fault that was in force. */
  fault?: string;
}

const kept = 1_000;

/** The last requests, oldest first. */
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
