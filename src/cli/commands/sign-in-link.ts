import type { Runtime } from '../../compose.ts';
import { findPersonByEmail } from '../../store/people.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { createSignInToken, ensureOwner } from '../../usecases/sign-in.ts';
import { signInLink } from '../sign-in-link.ts';
import type { Terminal } from '../terminal.ts';

/** A one-time link that signs this person in; without an e-mail, the owner. */
export async function makeSignInLink(terminal: Terminal, runtime: Runtime, email: string | undefined): Promise<void> {
  const person = email ? await findPersonByEmail(runtime.db, email) : await ensureOwner(runtime.db);
  if (!person)
    throw new UseCaseError(
      'no-such-person',
      `Nobody has the e-mail ${email}; plumbline import people FILE adds people.`,
    );
  if (person.leftAt) throw new UseCaseError('person-left', `${person.name} left, and signs in no more.`);
  const { host, port, publicUrl } = runtime.config;
  const url = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const signInUrl = signInLink(url, await createSignInToken({ db: runtime.db, clock: Date.now }, person.id));
  if (terminal.isJson) {
    terminal.printJson({ person: person.email, signInUrl });
    return;
  }
  terminal.print(`Signs ${person.name} in once, within 15 minutes:`);
  terminal.print(`  ${signInUrl}`);
}
