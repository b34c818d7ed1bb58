/** Who does something and why, for the audit log. */
export interface ActionAuthor {
  who: string;
  why: string | undefined;
}
