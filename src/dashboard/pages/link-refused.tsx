import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ApiProblem } from '../api.ts';
import { MailLinkForm } from '../components/mail-link-form.tsx';
import { Command } from '../components/states.tsx';
import { signInWaysQuery } from '../queries.ts';
import { signInTexts as texts } from '../texts/en/sign-in.tsx';

/** A link that was used or is too old, and how to get another one. */
export function LinkRefused({ problem }: { problem: ApiProblem }) {
  const ways = useQuery(signInWaysQuery).data;
  return (
    <section data-page>
      <h1>{texts.refused}</h1>
      <p className="measure">{problem.detail}</p>
      {ways?.hasMail && <MailLinkForm />}
      <p className="measure">
        {texts.getAnother(<Command>{texts.command}</Command>, (text) => (
          <Link to="/">{text}</Link>
        ))}
      </p>
    </section>
  );
}
