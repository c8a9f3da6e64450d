import { Button } from '@mantine/core';
import type { PersonAnswer } from '../../api/schemas/people.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { useMatch } from '../hooks/use-people.ts';
import { personAccountsTexts as texts } from '../texts/en/people.tsx';
import classes from './people.module.css';

/** A person's accounts in the tools, each to be taken away where it is somebody else's. */
export function PersonAccounts({ person }: { person: PersonAnswer }) {
  const match = useMatch(person);
  if (person.accounts.length === 0) return <p className="small soft">{texts.none}</p>;
  return (
    <ul className="plain-list" aria-label={texts.label(person.name)}>
      {person.accounts.map((account) => (
        <li key={`${account.connectionId} ${account.externalId}`} className={classes.account}>
          <span>
            {account.name} <span className="small soft">{texts.place(placeOf(account), account.isByHand)}</span>
          </span>
          <Button
            variant="subtle"
            aria-label={texts.notTheirsOf(account.name, account.connectionName)}
            loading={match.isPending}
            onClick={() => match.mutate({ account, personId: null })}
          >
            {texts.notTheirs}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** A connection is often called what its tool is. */
function placeOf({ connectionName, tool }: PersonAnswer['accounts'][number]): string {
  const toolName = TOOL_WORDS[tool];
  return connectionName === toolName ? toolName : `${connectionName}, ${toolName}`;
}
