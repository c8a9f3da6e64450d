import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SettingsAnswer } from '../../api/schemas/organisation.ts';
import { SETTING_WORDS, type SettingName, sayHour, WEEKDAY_NAMES } from '../../domain/settings-words.ts';
import { ApiProblem } from '../api.ts';
import { useSettings } from '../hooks/use-settings.ts';
import { weightNames } from '../words.ts';
import classes from './settings-form.module.css';

/** All settings in one form: what was touched is sent, and can be taken back for ten seconds. */
export function SettingsForm({ settings, isEditable }: { settings: SettingsAnswer; isEditable: boolean }) {
  const [draft, setDraft] = useState(settings);
  const save = useSettings(settings);
  const change = (part: Partial<SettingsAnswer>) => setDraft((last) => ({ ...last, ...part }));
  const touched = (Object.keys(settings) as SettingName[]).filter((name) => draft[name] !== settings[name]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(Object.fromEntries(touched.map((name) => [name, draft[name]])));
  };
  return (
    <form aria-label="Settings" onSubmit={send}>
      <fieldset className={classes.fields} disabled={!isEditable}>
        <legend className="visually-hidden">Settings</legend>
        <Organisation draft={draft} onChange={change} />
        <Judging draft={draft} onChange={change} />
        <Rhythm draft={draft} onChange={change} />
      </fieldset>
      {save.isError && (
        <p role="alert" className={`small ${classes.trouble}`}>
          {save.error instanceof ApiProblem ? save.error.detail : 'That could not be done. Try again.'}
        </p>
      )}
      {isEditable && touched.length > 0 && (
        <div className={classes.actions}>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          <Button variant="subtle" onClick={() => setDraft(settings)}>
            Leave it
          </Button>
        </div>
      )}
    </form>
  );
}

interface PartProps {
  draft: SettingsAnswer;
  onChange: (part: Partial<SettingsAnswer>) => void;
}

function Organisation({ draft, onChange }: PartProps) {
  return (
    <>
      <TextInput
        label={label('organisationName')}
        required
        maxLength={200}
        value={draft.organisationName}
        onChange={(event) => onChange({ organisationName: event.currentTarget.value })}
      />
      <TextInput
        label={label('timeZone')}
        description="Decides what day and week it is. Another one looks at every task again."
        required
        list="time-zones"
        value={draft.timeZone}
        onChange={(event) => onChange({ timeZone: event.currentTarget.value })}
      />
      <datalist id="time-zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

function Judging({ draft, onChange }: PartProps) {
  return (
    <>
      <TextInput
        label={label('automaticThreshold')}
        description="0.50 to 1.00; what is less likely waits for a person’s decision."
        type="number"
        required
        min={0.5}
        max={1}
        step={0.01}
        value={draft.automaticThreshold}
        onChange={(event) => onChange({ automaticThreshold: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={label('defaultWeight')}
        description="Where nobody chose another one."
        value={draft.defaultWeight}
        data={Object.entries(weightNames).map(([value, name]) => ({ value, label: name }))}
        onChange={(event) => onChange({ defaultWeight: event.currentTarget.value as SettingsAnswer['defaultWeight'] })}
      />
    </>
  );
}

function Rhythm({ draft, onChange }: PartProps) {
  return (
    <>
      <NativeSelect
        label={label('digestWeekday')}
        description="Of people who chose no day of their own."
        value={String(draft.digestWeekday)}
        data={WEEKDAY_NAMES.map((name, index) => ({ value: String(index + 1), label: name }))}
        onChange={(event) => onChange({ digestWeekday: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={label('digestHour')}
        description="By each reader’s own clock."
        value={String(draft.digestHour)}
        data={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: sayHour(hour) }))}
        onChange={(event) => onChange({ digestHour: Number(event.currentTarget.value) })}
      />
      <TextInput
        label={label('staleCheckInDays')}
        description="Of a key result."
        type="number"
        required
        min={1}
        max={365}
        step={1}
        value={draft.staleCheckInDays}
        onChange={(event) => onChange({ staleCheckInDays: Number(event.currentTarget.value) })}
      />
    </>
  );
}

function label(name: SettingName): string {
  const words = SETTING_WORDS[name];
  return words.charAt(0).toUpperCase() + words.slice(1);
}
