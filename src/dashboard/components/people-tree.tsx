import { Button } from '@mantine/core';
import type { PersonAnswer } from '../../api/schemas/people.ts';
import { ROLE_WORDS } from '../../domain/role-words.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { useChangePerson } from '../hooks/use-people.ts';
import { commonTexts } from '../texts/en/common.ts';
import { peopleTexts as texts } from '../texts/en/people.tsx';
import { InviteLink } from './invite-link.tsx';
import classes from './people.module.css';
import { PersonAccounts } from './person-accounts.tsx';
import { PersonForm } from './person-form.tsx';

interface Tree {
  readonly people: readonly PersonAnswer[];
  /** For owners: whose form stands open. */
  readonly editedId: string | undefined;
  readonly isEditable: boolean;
  readonly onEdit: (id: string | undefined) => void;
}

/** The org tree as an indented list, by name on each level: never by anything that compares. */
export function PeopleTree(tree: Tree) {
  const byManager = Map.groupBy(tree.people, ({ managerId }) => managerId);
  return <Level reports={byManager.get(null) ?? []} byManager={byManager} tree={tree} />;
}

interface LevelProps {
  readonly reports: readonly PersonAnswer[];
  readonly byManager: ReadonlyMap<string | null, readonly PersonAnswer[]>;
  readonly tree: Tree;
}

function Level({ reports, byManager, tree }: LevelProps) {
  return (
    <ul className={`plain-list ${classes.level}`}>
      {reports.map((person) => {
        const below = byManager.get(person.id) ?? [];
        return (
          <li key={person.id}>
            <PersonRow person={person} tree={tree} />
            {below.length > 0 && <Level reports={below} byManager={byManager} tree={tree} />}
          </li>
        );
      })}
    </ul>
  );
}

function PersonRow({ person, tree }: { person: PersonAnswer; tree: Tree }) {
  if (tree.editedId === person.id) return <EditedPerson person={person} onLeave={() => tree.onEdit(undefined)} />;
  return (
    <div className={classes.row}>
      <div>
        <strong>{person.name}</strong>
        {person.email && <div className="small soft">{person.email}</div>}
      </div>
      <div>{person.team?.name ?? <span className="soft">{texts.noTeam}</span>}</div>
      <div>
        {ROLE_WORDS[person.role].name}
        {person.isRoleGuessed && <span className="small soft">{texts.guessed}</span>}
      </div>
      <div className="small soft">{sayAccounts(person.accounts)}</div>
      {tree.isEditable && (
        <Button variant="subtle" aria-label={texts.editOf(person.name)} onClick={() => tree.onEdit(person.id)}>
          {texts.edit}
        </Button>
      )}
    </div>
  );
}

function EditedPerson({ person, onLeave }: { person: PersonAnswer; onLeave: () => void }) {
  const change = useChangePerson(person);
  return (
    <div className={classes.edited}>
      <PersonForm
        label={texts.editOf(person.name)}
        action={commonTexts.save}
        person={person}
        isPending={change.isPending}
        error={change.error}
        onSend={(words) => change.mutate(words, { onSuccess: onLeave })}
        onLeave={onLeave}
      >
        <Button variant="subtle" onClick={() => change.mutate({ isHere: false }, { onSuccess: onLeave })}>
          {texts.leaves}
        </Button>
      </PersonForm>
      <PersonAccounts person={person} />
      <InviteLink person={person} />
    </div>
  );
}

function sayAccounts(accounts: PersonAnswer['accounts']): string {
  return accounts.map(({ tool, name }) => texts.account(TOOL_WORDS[tool], name)).join(', ');
}
