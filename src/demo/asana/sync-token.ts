/** The sync token of Asana's events: where the last read ended. It is refused a day later, or for another resource. */
export interface SyncPoint {
  readonly resource: string;
  readonly since: number;
  /** While a batch is read in parts: the moment it was begun, and how many of its events were shown. */
  readonly until: number;
  readonly skip: number;
}

export function writeSync(point: SyncPoint): string {
  return Buffer.from(JSON.stringify(point)).toString('base64url');
}

interface Asked {
  readonly resource: string;
  readonly now: number;
  readonly lifeMs: number;
}

/** Null where the token is missing, foreign, of another resource, or too old by the tool's clock. */
export function readSync(text: string | undefined, { resource, now, lifeMs }: Asked): SyncPoint | null {
  if (!text) return null;
  try {
    const point: SyncPoint = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const isOurs = point.resource === resource && typeof point.since === 'number' && typeof point.skip === 'number';
    return isOurs && point.since <= now && now - point.since <= lifeMs ? point : null;
  } catch {
    return null;
  }
}
