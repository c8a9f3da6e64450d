/** Something the caller can mend, as RFC 9457 wants it said; `errors` where several places have to be. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];

  constructor(status: number, code: string, detail: string, errors: ApiProblem['errors'] = []) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export const signedOut = () =>
  new ApiProblem(401, 'signed-out', 'You are not signed in. Open a sign-in link; `plumbline start` prints one.');
export const leadersOnly = () => new ApiProblem(403, 'leaders-only', 'Only owners and leaders decide on goals.');
export const ownerOnly = () => new ApiProblem(403, 'owner-only', 'Only the owner may change this.');
