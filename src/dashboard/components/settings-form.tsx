import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SettingsAnswer } from '../../api/schemas/organisation.ts';
import type { SettingName } from '../../domain/settings-words.ts';
import { useSettings } from '../hooks/use-settings.ts';
import { commonTexts } from '../texts/en/common.ts';
import { settingsTexts as texts } from '../texts/en/settings.tsx';
import classes from './settings-form.module.css';
import { Calendar, Judging, Organisation, Rhythm } from './settings-parts.tsx';
import { Trouble } from './trouble.tsx';

const PARTS = [
  { title: texts.organisation, Part: Organisation },
  { title: texts.judging, Part: Judging },
  { title: texts.rhythm, Part: Rhythm },
  { title: texts.calendar, Part: Calendar },
];

/** All settings in one form: what was touched is sent, and can be taken back for ten seconds. */
export function SettingsForm({ settings, isEditable }: { settings: SettingsAnswer; isEditable: boolean }) {
  // Only what was changed is kept: whatever somebody else changes meanwhile is shown as it is now.
  const [changed, setChanged] = useState<Partial<SettingsAnswer>>({});
  const [begun, setBegun] = useState(settings);
  const { save, error, isPending } = useSettings(settings);
  const draft = { ...settings, ...changed };
  const touched = differing(draft, settings);
  const change = (part: Partial<SettingsAnswer>) => {
    if (touched.length === 0) setBegun(settings);
    setChanged((last) => ({ ...last, ...part }));
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    save(Object.fromEntries(touched.map((name) => [name, draft[name]])), () => setChanged({}));
  };
  return (
    <form aria-label={texts.form} onSubmit={send}>
      {PARTS.map(({ title, Part }) => (
        <fieldset key={title} className={classes.fields} disabled={!isEditable}>
          <legend>{title}</legend>
          <Part draft={draft} onChange={change} />
        </fieldset>
      ))}
      {touched.length > 0 && <Meanwhile begun={begun} settings={settings} touched={touched} />}
      <Trouble error={error} />
      {isEditable && touched.length > 0 && (
        <div className={classes.actions}>
          <Button type="submit" loading={isPending}>
            {commonTexts.save}
          </Button>
          <Button variant="subtle" onClick={() => setChanged({})}>
            {commonTexts.leave}
          </Button>
        </div>
      )}
    </form>
  );
}

/** What somebody else changed since the reader began. */
function Meanwhile(props: { begun: SettingsAnswer; settings: SettingsAnswer; touched: readonly SettingName[] }) {
  const { begun, settings, touched } = props;
  const names = differing(settings, begun);
  return (
    <div role="status" aria-label={texts.meanwhile}>
      {names.map((name) => (
        <p key={name} className="small">
          {texts.isNow(texts.label(name), name, settings)} {touched.includes(name) && texts.yoursStands}
        </p>
      ))}
    </div>
  );
}

/** Which of them are not alike. */
function differing(one: SettingsAnswer, other: SettingsAnswer): SettingName[] {
  return (Object.keys(other) as SettingName[]).filter((name) => String(one[name]) !== String(other[name]));
}
