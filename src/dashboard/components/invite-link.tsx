import { Button, CopyButton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PersonAnswer } from '../../api/schemas/people.ts';
import { formatInstant } from '../format.ts';
import { useInvite } from '../hooks/use-people.ts';
import { sessionQuery } from '../queries.ts';
import { inviteTexts as texts } from '../texts/en/people.tsx';
import classes from './people.module.css';
import { Trouble } from './trouble.tsx';

/** Makes a link by which a person signs in, shows it once, and says how long it is good. */
export function InviteLink({ person }: { person: PersonAnswer }) {
  const invite = useInvite(person);
  const timeZone = useQuery(sessionQuery).data?.organisation.timeZone ?? 'UTC';
  if (invite.data) {
    const link = `${window.location.origin}/sign-in/confirm#${invite.data.token}`;
    return (
      <div className={classes.invite} role="status">
        <TextInput
          label={texts.linkFor(person.name)}
          description={texts.once(formatInstant(Date.parse(invite.data.expiresAt), timeZone), person.name)}
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={link}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? texts.copied : texts.copy}</Button>}
        </CopyButton>
      </div>
    );
  }
  return (
    <>
      <Button variant="default" loading={invite.isPending} onClick={() => invite.mutate()}>
        {texts.make}
      </Button>
      <Trouble error={invite.error} />
    </>
  );
}
