import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ApiProblem } from '../api.ts';
import { MailLinkForm } from '../components/mail-link-form.tsx';
import { Command } from '../components/states.tsx';
import { signInWaysQuery } from '../queries.ts';

/** A link that was used or is too old, and how to get another one. */
export function LinkRefused({ problem }: { problem: ApiProblem }) {
  const ways = useQuery(signInWaysQuery).data;
  return (
    <section data-page>
      <h1>This link no longer signs in</h1>
      <p className="measure">{problem.detail}</p>
      {ways?.hasMail && <MailLinkForm />}
      <p className="measure">
        A sign-in link works once and for a short time. An owner makes a new one, or where Plumbline runs, this prints
        one: <Command>npx plumbline sign-in-link</Command>. Or go <Link to="/">to the overview</Link>, if you are still
        signed in.
      </p>
    </section>
  );
}
