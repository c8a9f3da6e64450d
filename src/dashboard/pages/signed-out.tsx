import { useQuery } from '@tanstack/react-query';
import { MailLinkForm } from '../components/mail-link-form.tsx';
import { Command } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { signInWaysQuery } from '../queries.ts';

/** Nothing is open to strangers: how to get in. */
export function SignedOut() {
  const ways = useQuery(signInWaysQuery).data;
  useTitle('Signed out');
  return (
    <section data-page>
      <h1>You are signed out</h1>
      {ways?.hasMail && <MailLinkForm />}
      <p className="measure">
        {ways?.hasMail ? 'Or open' : 'Open'} your sign-in link to come in: an owner of Plumbline makes you one. Where
        Plumbline runs, this prints one: <Command>npx plumbline sign-in-link</Command>
      </p>
      <p className="measure soft">
        Everything Plumbline has read is kept. Nothing here is shown to anybody who is not signed in.
      </p>
    </section>
  );
}
