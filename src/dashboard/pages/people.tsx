import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { PeopleAnswer } from '../../api/schemas/people.ts';
import { ROLE_WORDS, ROLES } from '../../domain/role-words.ts';
import classes from '../components/people.module.css';
import { PeopleTree } from '../components/people-tree.tsx';
import { PersonForm } from '../components/person-form.tsx';
import { Fault, PageSkeleton } from '../components/states.tsx';
import { StoppedAddresses } from '../components/stopped-addresses.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { UnmatchedPeople } from '../components/unmatched-people.tsx';
import { useAddPerson, useChangePerson } from '../hooks/use-people.ts';
import { useTitle } from '../hooks/use-title.ts';
import { peopleQuery, sessionQuery } from '../queries.ts';
import { peopleTexts as texts } from '../texts/en/people.tsx';

const route = getRouteApi('/signed-in/people');

/** The org tree: who is there, in which team, with which role and accounts. */
export function PeoplePage() {
  const { person: editedId } = route.useSearch();
  const navigate = route.useNavigate();
  const people = useQuery(peopleQuery);
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  useTitle(texts.title);
  if (people.isError && !people.data)
    return <Fault isPage error={people.error} what={texts.notRead} onRetry={() => void people.refetch()} />;
  if (!people.data) return <PageSkeleton />;
  const { items, left } = people.data;
  return (
    <div data-page>
      <div>
        <h1>{sayPeople(people.data)}</h1>
        {!isOwner && <p className="soft measure">{texts.yourPart}</p>}
      </div>
      {isOwner && <AddPerson />}
      {isOwner && <StoppedAddresses stopped={people.data.stopped} />}
      {isOwner && <UnmatchedPeople />}
      <section aria-label={texts.orgTree}>
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
          <Link to="/audit">{texts.toAudit}</Link>
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
          label={texts.add}
          action={texts.addButton}
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
        {texts.fromFile((text) => (
          <Link to="/start" search={{ step: 'people' }}>
            {text}
          </Link>
        ))}
      </p>
      <Button onClick={() => setOpen(true)}>{texts.add}</Button>
    </div>
  );
}

function LeftPeople({ left }: { left: PeopleAnswer['left'] }) {
  return (
    <section>
      <h2>{texts.left}</h2>
      <p className="small soft">{texts.leftWhy}</p>
      <ul className="plain-list">
        {left.map((person) => (
          <li key={person.id} className={classes.head}>
            <span>
              {person.name} <span className="small soft">{texts.leftAt(<TimeAgo at={person.leftAt} />)}</span>
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
      {texts.back(person.name)}
    </Button>
  );
}

/** What each role sees, where roles are given. */
function RoleWords() {
  return (
    <section>
      <h2>{texts.whoSees}</h2>
      <ul className="plain-list measure">
        {ROLES.map((role) => (
          <li key={role}>{texts.role(<strong>{ROLE_WORDS[role].name}</strong>, ROLE_WORDS[role].sees)}</li>
        ))}
      </ul>
      <p className="small soft measure">{texts.counted}</p>
    </section>
  );
}

function sayPeople({ items, unmatched }: PeopleAnswer): string {
  const teams = new Set(items.flatMap(({ team }) => (team ? [team.id] : []))).size;
  const whole = texts.whole(items.length, teams);
  if (unmatched.length === 0) return whole;
  return texts.unmatched(whole, unmatched.length);
}
