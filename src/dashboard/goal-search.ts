const kinds = ['vision', 'objective', 'key-result'] as const;

/** What stands in the address of the page of all goals. */
export interface GoalsSearch {
  /** A cycle's name. */
  readonly cycle?: string;
  /** A goal of this kind is being written. */
  readonly add?: (typeof kinds)[number];
  /** The key of what it is to stand under. */
  readonly under?: string;
  /** Goals are being put in order. */
  readonly arrange?: true;
  /** Words that the goals shown say. */
  readonly find?: string;
  /** Keys of objectives that are unfolded, separated by commas, where they are folded for being many. */
  readonly open?: string;
}

export function readGoalsSearch(raw: Record<string, unknown>): GoalsSearch {
  const add = kinds.find((kind) => kind === raw.add);
  return {
    ...(typeof raw.cycle === 'string' && raw.cycle ? { cycle: raw.cycle } : {}),
    ...(add ? { add } : {}),
    ...(typeof raw.under === 'string' && raw.under ? { under: raw.under } : {}),
    ...(raw.arrange === true || raw.arrange === 'true' ? { arrange: true as const } : {}),
    ...(typeof raw.find === 'string' && raw.find ? { find: raw.find.slice(0, 500) } : {}),
    ...(typeof raw.open === 'string' && raw.open ? { open: raw.open.slice(0, 8_000) } : {}),
  };
}

/** What stands in the address of one goal. */
export interface GoalSearch {
  /** A past day, `YYYY-MM-DD`. */
  readonly asOf?: string;
  /** What is being done with it. */
  readonly act?: 'change' | 'close';
}

export function readGoalSearch(raw: Record<string, unknown>): GoalSearch {
  const act = (['change', 'close'] as const).find((known) => known === raw.act);
  const isPast = typeof raw.asOf === 'string' && /^(19[7-9]|2\d\d)\d-\d\d-\d\d$/.test(raw.asOf);
  return { ...(isPast ? { asOf: raw.asOf as string } : {}), ...(act ? { act } : {}) };
}
