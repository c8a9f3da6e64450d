import type { Mailer } from '../mail/mailer.ts';
import { signInMail } from '../mail/templates/sign-in.ts';
import { findPersonByEmail } from '../store/people.ts';
import { countOpenLinks } from '../store/sessions.ts';
import { readSettings } from '../store/settings.ts';
import { UseCaseError } from './errors.ts';
import { createSignInToken, LINK_MINUTES, type SignInDeps } from './sign-in.ts';

export interface MailSignInDeps extends SignInDeps {
  /** Left out or null: this installation sends no mail. */
  readonly mailer?: Mailer | null;
}

/** Mails that wait to be used at a time: nobody's postbox is filled by a stranger. */
const OPEN_LINKS_MAX = 3;

/** @throws UseCaseError `no-mail`: told to everybody alike, whatever address they type. */
export function requireMailer({ mailer }: MailSignInDeps): Mailer {
  if (mailer) return mailer;
  throw new UseCaseError('no-mail', 'This Plumbline sends no mail. Ask an owner for an invite link.');
}

/**
 * Sends a sign-in link to whoever has this address; to anybody else, and to one who has three of them open, nothing. What came of it is not
 * told, and the answer does not wait for it: how long it takes would tell.
 *
 * @param baseUrl Where people reach us: a setting, never what a request says.
 * @throws MailError
 */
export async function mailSignInLink(deps: MailSignInDeps, email: string, baseUrl: string): Promise<void> {
  const mailer = requireMailer(deps);
  const person = await findPersonByEmail(deps.db, email);
  if (!person || person.leftAt) return;
  const at = deps.clock();
  const until = new Date(at + LINK_MINUTES * 60_000);
  if ((await countOpenLinks(deps.db, person.id, new Date(at), until)) >= OPEN_LINKS_MAX) return;
  const token = await createSignInToken(deps, person.id);
  const { organisation_name: organisation } = await readSettings(deps.db);
  const link = `${baseUrl}/sign-in/confirm#${token}`;
  await mailer.send({
    to: { name: person.name, address: person.email },
    ...signInMail({ organisation, name: person.name, link, minutes: LINK_MINUTES }),
  });
}
