import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { PeopleAnswer } from '../../api/schemas/people.ts';
import { ROLE_WORDS, ROLES } from '../../domain/role-words.ts';
import classes from '../components/people.module.css';
import { PeopleTree } from '../components/people-tree.tsx';
import { PersonForm } from '../components/person-form.tsx';
import { Command, Fault, PageSkeleton } from '../components/states.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { UnmatchedPeople } from '../components/unmatched-people.tsx';
import { plural } from '../format.ts';
import { useAddPerson, useChangePerson } from '../hooks/use-people.ts';
import { useTitle } from '../hooks/use-title.ts';
import { peopleQuery, sessionQuery } from '../queries.ts';

const route = getRouteApi('/signed-in/people');

/** The org tree: who is there, in which team, with which role and accounts. */
export function PeoplePage() {
  const { person: editedId } = route.useSearch();
  const navigate = route.useNavigate();
  const people = useQuery(peopleQuery);
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  useTitle('People');
  if (people.isError && !people.data)
    return <Fault isPage error={people.error} what="People could not be read" onRetry={() => void people.refetch()} />;
  if (!people.data) return <PageSkeleton />;
  const { items, left } = people.data;
  return (
    <div data-page>
      <div>
        <h1>{sayPeople(people.data)}</h1>
        {!isOwner && <p className="soft measure">Your part of the organisation, and the way up from it.</p>}
      </div>
      {isOwner && <AddPerson />}
      {isOwner && <UnmatchedPeople />}
      <section aria-label="Org tree">
        <PeopleTree
          people={items}
          isEditable={isOwner}
          editedId={isOwner ? editedId : undefined}
          onEdit={(person) => void navigate({ search: person ? { person } : {}, replace: true, resetScroll: false })}
        />
      </section>
      {left.length > 0 && <LeftPeople left={left} />}
      <RoleWords />
      {isOwner && (
        <p>
          <Link to="/audit">Audit trail: who changed people, roles, settings and connections</Link>
        </p>
      )}
    </div>
  );
}

function AddPerson() {
  const [isOpen, setOpen] = useState(false);
  const add = useAddPerson();
  const close = () => {
    setOpen(false);
    add.reset();
  };
  if (isOpen)
    return (
      <div className={classes.edited}>
        <PersonForm
          label="Add a person"
          action="Add"
          isPending={add.isPending}
          error={add.error}
          onSend={(words) => add.mutate(words, { onSuccess: close })}
          onLeave={close}
        />
      </div>
    );
  return (
    <div className={classes.head}>
      <p className="soft measure">
        Many at once come from a file: <Command>npx plumbline import people FILE</Command> shows what would change
        first.
      </p>
      <Button onClick={() => setOpen(true)}>Add a person</Button>
    </div>
  );
}

function LeftPeople({ left }: { left: PeopleAnswer['left'] }) {
  return (
    <section>
      <h2>Not here any more</h2>
      <p className="small soft">What they did stays as it was.</p>
      <ul className="plain-list">
        {left.map((person) => (
          <li key={person.id} className={classes.head}>
            <span>
              {person.name}{' '}
              <span className="small soft">
                left <TimeAgo at={person.leftAt} />
              </span>
            </span>
            <Return person={person} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Return({ person }: { person: PeopleAnswer['left'][number] }) {
  const change = useChangePerson(person);
  return (
    <Button variant="subtle" loading={change.isPending} onClick={() => change.mutate({ isHere: true })}>
      {person.name} is back
    </Button>
  );
}

/** What each role sees, where roles are given. */
function RoleWords() {
  return (
    <section>
      <h2>Who sees what</h2>
      <ul className="plain-list measure">
        {ROLES.map((role) => (
          <li key={role}>
            <strong>{ROLE_WORDS[role].name}</strong>: {ROLE_WORDS[role].sees}.
          </li>
        ))}
      </ul>
      <p className="small soft measure">
        Everybody sees what is assigned to them. What somebody may not see is counted, never named.
      </p>
    </section>
  );
}

function sayPeople({ items, unmatched }: PeopleAnswer): string {
  const teams = new Set(items.flatMap(({ team }) => (team ? [team.id] : []))).size;
  const whole = `${plural(items.length, 'person', 'people')} in ${plural(teams, 'team')}`;
  if (unmatched.length === 0) return whole;
  return `${whole}, ${plural(unmatched.length, 'account matches', 'accounts match')} nobody`;
}
