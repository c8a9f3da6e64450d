import { Radio } from '@mantine/core';
import classes from './connect.module.css';

export type ConnectWay = 'token' | 'consent';

/** A person's own token, or an app they consent to. */
export function ConnectWayChoice({ way, onChoose }: { way: ConnectWay; onChoose: (way: ConnectWay) => void }) {
  return (
    <Radio.Group
      className={classes.form}
      label="How Plumbline signs in"
      value={way}
      onChange={(chosen) => onChoose(chosen === 'consent' ? 'consent' : 'token')}
    >
      <Radio value="token" label="API token" description="Quick to make; ends when its owner’s account does." mt="xs" />
      <Radio
        value="consent"
        label="OAuth app"
        description="An app of your own that you consent to; it asks for no more than it reads."
        mt="xs"
      />
    </Radio.Group>
  );
}
