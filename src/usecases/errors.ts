/**
 * Something the person who asked can mend. `code` is fixed and for programs; the message is one sentence that says how, and names
 * nothing secret.
 */
export class UseCaseError extends Error {
  readonly code: string;
  readonly isNotFound: boolean;
  /** Somebody else changed it since it was looked at. */
  readonly isConflict: boolean;
  /** Who asked may not do it. */
  readonly isForbidden: boolean;
  /** What is wrong with each field that was given. */
  readonly fields: readonly FieldFault[];

  constructor(code: string, message: string, options: UseCaseErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'UseCaseError';
    this.code = code;
    this.isNotFound = options.isNotFound ?? false;
    this.isConflict = options.isConflict ?? false;
    this.isForbidden = options.isForbidden ?? false;
    this.fields = options.fields ?? [];
  }
}

interface FieldFault {
  readonly field: string;
  readonly message: string;
}

interface UseCaseErrorOptions {
  readonly isNotFound?: boolean;
  readonly isConflict?: boolean;
  readonly isForbidden?: boolean;
  readonly fields?: readonly FieldFault[];
  readonly cause?: unknown;
}
