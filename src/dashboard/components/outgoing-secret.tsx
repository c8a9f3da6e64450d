import { Button, CopyButton, TextInput } from '@mantine/core';
import { webhooksTexts as texts } from '../texts/en/webhooks.tsx';
import classes from './outgoing.module.css';

/** What a program's calls are signed with, until somebody says that it is kept. */
export function OutgoingSecret({ secret, onKept }: { secret: string; onKept: () => void }) {
  return (
    <div role="status" className={classes.secret}>
      <TextInput
        label={texts.secret}
        description={texts.secretHint}
        readOnly
        value={secret}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={secret}>
        {({ copied, copy }) => <Button onClick={copy}>{copied ? texts.copied : texts.copy}</Button>}
      </CopyButton>
      <Button variant="subtle" onClick={onKept}>
        {texts.secretKept}
      </Button>
    </div>
  );
}
