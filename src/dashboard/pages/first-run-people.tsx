import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FirstRunAnswer } from '../../api/schemas/first-run.ts';
import { ImportFile } from '../components/import-file.tsx';
import { StepFrame } from '../components/step-frame.tsx';
import { UnmatchedPeople } from '../components/unmatched-people.tsx';
import { WhoAreYou } from '../components/who-are-you.tsx';
import { sessionQuery } from '../queries.ts';
import { peopleStepTexts as texts } from '../texts/en/first-run.tsx';

/** What the service makes on the first start, before it knows whose it is. */
const NAMELESS = '@localhost';

/** Who is there, and whose account is whose. */
export function PeopleStep({ people }: { people: FirstRunAnswer['people'] }) {
  const person = useQuery(sessionQuery).data?.person;
  return (
    <StepFrame
      step="people"
      title={texts.title}
      means={texts.means}
      isDone={people.isDone}
      tested={<Tested people={people} />}
    >
      {person?.email.endsWith(NAMELESS) && <WhoAreYou personId={person.id} />}
      <ImportFile kind="people" example={texts.example} />
      {people.people > 1 && <UnmatchedPeople />}
    </StepFrame>
  );
}

function Tested({ people: { people, accounts, matched } }: { people: FirstRunAnswer['people'] }) {
  if (people <= 1) return texts.onlyOwner;
  return (
    <>
      {texts.people(people, (text) => (
        <Link to="/people">{text}</Link>
      ))}{' '}
      {accounts === 0 ? texts.noAccounts : texts.accounts(matched, accounts)}
    </>
  );
}
