import { Radio } from '@mantine/core';
import { connectTexts as texts } from '../texts/en/connections.tsx';
import classes from './connect.module.css';

export type ConnectWay = 'token' | 'consent';

/** A person's own token, or an app they consent to. */
export function ConnectWayChoice({ way, onChoose }: { way: ConnectWay; onChoose: (way: ConnectWay) => void }) {
  return (
    <Radio.Group
      className={classes.form}
      label={texts.how}
      value={way}
      onChange={(chosen) => onChoose(chosen === 'consent' ? 'consent' : 'token')}
    >
      <Radio value="token" label={texts.apiToken} description={texts.apiTokenMeans} mt="xs" />
      <Radio value="consent" label={texts.oauthApp} description={texts.oauthAppMeans} mt="xs" />
    </Radio.Group>
  );
}
