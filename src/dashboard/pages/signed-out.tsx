import { useQuery } from '@tanstack/react-query';
import { MailLinkForm } from '../components/mail-link-form.tsx';
import { Command } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { signInWaysQuery } from '../queries.ts';
import { signInTexts as texts } from '../texts/en/sign-in.tsx';

/** Nothing is open to strangers: how to get in. */
export function SignedOut() {
  const ways = useQuery(signInWaysQuery).data;
  useTitle(texts.signedOut);
  return (
    <section data-page>
      <h1>{texts.youAreOut}</h1>
      {ways?.hasMail && <MailLinkForm />}
      <p className="measure">{texts.openLink(ways?.hasMail === true, <Command>{texts.command}</Command>)}</p>
      <p className="measure soft">{texts.kept}</p>
    </section>
  );
}
