/**
 * Something the person who runs the service can mend. `message` is one sentence that says how; it names no secret.
 * The command line prints it as its one line.
 */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}

export type StoreErrorCode =
  | 'schema-too-new'
  | 'migration-failed'
  | 'wrong-major'
  | 'disk-full'
  | 'not-writable'
  | 'already-running'
  | 'no-binaries'
  | 'no-database-user'
  | 'database-failed'
  | 'bad-secret-key'
  | 'secret-unreadable';
