import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SettingsAnswer } from '../../api/schemas/organisation.ts';
import type { SettingName } from '../../domain/settings-words.ts';
import { ApiProblem } from '../api.ts';
import { useSettings } from '../hooks/use-settings.ts';
import { commonTexts } from '../texts/en/common.ts';
import { settingsTexts as texts } from '../texts/en/settings.tsx';
import classes from './settings-form.module.css';
import { Calendar, Judging, Organisation, Rhythm } from './settings-parts.tsx';

const PARTS = [
  { title: texts.organisation, Part: Organisation },
  { title: texts.judging, Part: Judging },
  { title: texts.rhythm, Part: Rhythm },
  { title: texts.calendar, Part: Calendar },
];

/** All settings in one form: what was touched is sent, and can be taken back for ten seconds. */
export function SettingsForm({ settings, isEditable }: { settings: SettingsAnswer; isEditable: boolean }) {
  const [draft, setDraft] = useState(settings);
  const save = useSettings(settings);
  const change = (part: Partial<SettingsAnswer>) => setDraft((last) => ({ ...last, ...part }));
  const touched = (Object.keys(settings) as SettingName[]).filter(
    (name) => String(draft[name]) !== String(settings[name]),
  );
  const send = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(Object.fromEntries(touched.map((name) => [name, draft[name]])));
  };
  return (
    <form aria-label={texts.form} onSubmit={send}>
      {PARTS.map(({ title, Part }) => (
        <fieldset key={title} className={classes.fields} disabled={!isEditable}>
          <legend>{title}</legend>
          <Part draft={draft} onChange={change} />
        </fieldset>
      ))}
      {save.isError && (
        <p role="alert" className={`small ${classes.trouble}`}>
          {save.error instanceof ApiProblem ? save.error.detail : commonTexts.notDone}
        </p>
      )}
      {isEditable && touched.length > 0 && (
        <div className={classes.actions}>
          <Button type="submit" loading={save.isPending}>
            {commonTexts.save}
          </Button>
          <Button variant="subtle" onClick={() => setDraft(settings)}>
            {texts.leave}
          </Button>
        </div>
      )}
    </form>
  );
}
