/** An error answer of Asana: `{errors: [{message, help}]}`. */
export interface AsanaError {
  readonly status: number;
  readonly body: { readonly errors: readonly { readonly message: string; readonly help?: string }[] };
}

const help =
  'For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors';

export class AsanaRefusal extends Error {
  readonly answer: AsanaError;

  constructor(status: number, message: string) {
    super(message);
    this.answer = { status, body: { errors: [{ message, help }] } };
  }
}

export function refuse(status: number, message: string): never {
  throw new AsanaRefusal(status, message);
}

export function unknownObject(kind: string, gid: string): never {
  throw new AsanaRefusal(404, `${kind}: Unknown object: ${gid}`);
}
