import { Command } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';

/** Nothing is open to strangers: how to get in. */
export function SignedOut() {
  useTitle('Signed out');
  return (
    <section data-page>
      <h1>You are signed out</h1>
      <p className="measure">
        Open your sign-in link to come in. Where Plumbline runs, this prints one:{' '}
        <Command>npx plumbline sign-in-link</Command>
      </p>
      <p className="measure soft">
        Everything Plumbline has read is kept. Nothing here is shown to anybody who is not signed in.
      </p>
    </section>
  );
}
