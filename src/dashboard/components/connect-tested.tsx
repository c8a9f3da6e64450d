import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { plural } from '../format.ts';
import classes from './connect.module.css';

/** The last step: what the tool itself said. */
export function ConnectTested(props: { connection: ConnectionAnswer; whenNothingIsSeen: string | null }) {
  const { connection, whenNothingIsSeen } = props;
  return (
    <div className={classes.form}>
      <p>
        {TOOL_WORDS[connection.tool]} answers{connection.account ? ` as ${connection.account.name}` : ''}; this account
        sees <strong>{plural(connection.scopes, connection.scopeNoun)}</strong>, {connection.selectedScopes} of them
        selected.
      </p>
      {connection.scopes === 0 && whenNothingIsSeen && <p>{whenNothingIsSeen}</p>}
      <div className={classes.actions}>
        <Button component={Link} to={`/connections/${encodeURIComponent(connection.id)}`} size="md" variant="filled">
          Choose what is read
        </Button>
        <Button component={Link} to="/connections" size="md">
          All connections
        </Button>
      </div>
    </div>
  );
}
