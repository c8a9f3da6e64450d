import { Button } from '@mantine/core';
import type { PersonAnswer } from '../../api/schemas/people.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { useMatch } from '../hooks/use-people.ts';
import classes from './people.module.css';

/** A person's accounts in the tools, each to be taken away where it is somebody else's. */
export function PersonAccounts({ person }: { person: PersonAnswer }) {
  const match = useMatch(person);
  if (person.accounts.length === 0)
    return <p className="small soft">No account of theirs was found in any tool yet.</p>;
  return (
    <ul className="plain-list" aria-label={`Accounts of ${person.name}`}>
      {person.accounts.map((account) => (
        <li key={`${account.connectionId} ${account.externalId}`} className={classes.account}>
          <span>
            {account.name}{' '}
            <span className="small soft">
              in {placeOf(account)}
              {account.isByHand ? ', said by a person' : ''}
            </span>
          </span>
          <Button
            variant="subtle"
            aria-label={`${account.name} in ${account.connectionName} is not theirs`}
            loading={match.isPending}
            onClick={() => match.mutate({ account, personId: null })}
          >
            Not theirs
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
