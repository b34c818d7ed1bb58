/** Who does something, and why: for the audit log. */
export interface By {
  who: string;
  why: string | undefined;
}
