/**
 * Something the person who asked can mend. `code` is fixed and for programs; the message is one sentence that says how, and names
 * nothing secret.
 */
export class UseCaseError extends Error {
  readonly code: string;
  readonly isNotFound: boolean;

  constructor(code: string, message: string, options: { isNotFound?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UseCaseError';
    this.code = code;
    this.isNotFound = options.isNotFound ?? false;
  }
}
