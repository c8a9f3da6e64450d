import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { SettingsAnswer } from '../../api/schemas/organisation.ts';
import {
  CYCLE_LENGTH_WORDS,
  FIRST_WEEKDAYS,
  MONTH_NAMES,
  sayHour,
  WEEKDAY_NAMES,
} from '../../domain/settings-words.ts';
import { useWeekdayChoices } from '../hooks/use-first-weekday.ts';
import { settingsTexts as texts } from '../texts/en/settings.tsx';
import { weightNames } from '../words.ts';
import classes from './settings-form.module.css';

interface PartProps {
  draft: SettingsAnswer;
  onChange: (part: Partial<SettingsAnswer>) => void;
}

/** Its name, and by which clock it lives. */
export function Organisation({ draft, onChange }: PartProps) {
  return (
    <>
      <TextInput
        label={texts.label('organisationName')}
        required
        maxLength={200}
        value={draft.organisationName}
        onChange={(event) => onChange({ organisationName: event.currentTarget.value })}
      />
      <TextInput
        label={texts.label('timeZone')}
        description={texts.timeZoneHint}
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

/** From when links stand without asking, and what the rate is weighed by. */
export function Judging({ draft, onChange }: PartProps) {
  return (
    <>
      <TextInput
        label={texts.label('automaticThreshold')}
        description={texts.thresholdHint}
        type="number"
        required
        min={0.5}
        max={1}
        step={0.01}
        value={draft.automaticThreshold}
        onChange={(event) => onChange({ automaticThreshold: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={texts.label('defaultWeight')}
        description={texts.weightHint}
        value={draft.defaultWeight}
        data={Object.entries(weightNames).map(([value, name]) => ({ value, label: name }))}
        onChange={(event) => onChange({ defaultWeight: event.currentTarget.value as SettingsAnswer['defaultWeight'] })}
      />
    </>
  );
}

/** When digests come, and how long a check-in is good. */
export function Rhythm({ draft, onChange }: PartProps) {
  return (
    <>
      <NativeSelect
        label={texts.label('digestWeekday')}
        description={texts.digestDayHint}
        value={String(draft.digestWeekday)}
        data={useWeekdayChoices()}
        onChange={(event) => onChange({ digestWeekday: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={texts.label('digestHour')}
        description={texts.digestHourHint}
        value={String(draft.digestHour)}
        data={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: sayHour(hour) }))}
        onChange={(event) => onChange({ digestHour: Number(event.currentTarget.value) })}
      />
      <TextInput
        label={texts.label('staleCheckInDays')}
        description={texts.checkInHint}
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

/** Which days are worked, what a week begins with, and how cycles follow each other. */
export function Calendar({ draft, onChange }: PartProps) {
  return (
    <>
      <WorkingDays draft={draft} onChange={onChange} />
      <NativeSelect
        label={texts.label('firstWeekday')}
        description={texts.firstWeekdayHint}
        value={String(draft.firstWeekday)}
        data={FIRST_WEEKDAYS.map((day) => ({ value: String(day), label: WEEKDAY_NAMES[day - 1] ?? '' }))}
        onChange={(event) =>
          onChange({ firstWeekday: Number(event.currentTarget.value) as SettingsAnswer['firstWeekday'] })
        }
      />
      <NativeSelect
        label={texts.label('cycleLength')}
        description={texts.cycleLengthHint}
        value={draft.cycleLength}
        data={(Object.keys(CYCLE_LENGTH_WORDS) as SettingsAnswer['cycleLength'][]).map((value) => ({
          value,
          label: texts.cycleLength(value),
        }))}
        onChange={(event) => onChange({ cycleLength: event.currentTarget.value as SettingsAnswer['cycleLength'] })}
      />
      <NativeSelect
        label={texts.label('cycleStartMonth')}
        value={String(draft.cycleStartMonth)}
        data={MONTH_NAMES.map((label, at) => ({ value: String(at + 1), label }))}
        onChange={(event) => onChange({ cycleStartMonth: Number(event.currentTarget.value) })}
      />
    </>
  );
}

/** One at least is left; in order, whatever the order they are chosen in. */
function WorkingDays({ draft: { workingDays }, onChange }: PartProps) {
  return (
    <Checkbox.Group
      className={classes.whole}
      label={texts.label('workingDays')}
      description={texts.workingDaysHint}
      value={workingDays.map(String)}
      onChange={(days) => onChange({ workingDays: days.map(Number).sort() })}
    >
      <div className={classes.days}>
        {useWeekdayChoices().map(({ value, label }) => (
          <Checkbox
            key={value}
            value={value}
            label={label}
            disabled={workingDays.length === 1 && workingDays.includes(Number(value))}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}
