/** One thing looked at. */
export interface Finding {
  readonly part: string;
  readonly verdict: 'good' | 'warning' | 'bad';
  readonly says: string;
  /** What to do; null where there is nothing to do. */
  readonly todo: string | null;
}
