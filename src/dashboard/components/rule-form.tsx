import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { AddRuleBody, RuleOffers } from '../../api/schemas/rules.ts';
import { TOOLS } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { goalsQuery } from '../queries.ts';
import { ruleOffersQuery } from '../rule-queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { rulesTexts, ruleFormTexts as texts } from '../texts/en/rules.tsx';
import { RulePreview } from './rule-preview.tsx';
import classes from './rules.module.css';
import { Trouble } from './trouble.tsx';

type When = AddRuleBody['when'];
const pauseMs = 250;

/** A rule as it is written, with what it would catch beside it. */
export function RuleForm(props: {
  label: string;
  action: string;
  first?: AddRuleBody;
  /** The rule that is reworded. */
  ruleId?: string;
  isPending: boolean;
  error: Error | null;
  onSend: (rule: AddRuleBody, onTaken: () => void) => void;
  onLeave: () => void;
}) {
  const { first = { when: {}, leadsTo: '' }, ruleId } = props;
  const [rule, setRule] = useState(first);
  const [asked] = useDebouncedValue(rule, pauseMs);
  const isRule = (one: AddRuleBody) => one.leadsTo !== '' && Object.keys(one.when).length > 0;
  const setCondition = (name: keyof When, value: string) =>
    setRule(({ when: { [name]: _, ...rest }, leadsTo }) => ({
      when: value ? { ...rest, [name]: value } : rest,
      leadsTo,
    }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onSend(rule, props.onLeave);
  };
  return (
    <div className={classes.edited}>
      <form aria-label={props.label} onSubmit={send}>
        <Conditions when={rule.when} onChange={setCondition} />
        <LeadsTo value={rule.leadsTo} onChange={(leadsTo) => setRule((last) => ({ ...last, leadsTo }))} />
        <Trouble error={props.error} />
        <div className={classes.actions} style={{ marginTop: 16 }}>
          <Button type="submit" variant="filled" disabled={!isRule(rule)} loading={props.isPending}>
            {props.action}
          </Button>
          <Button variant="subtle" onClick={props.onLeave}>
            {commonTexts.leave}
          </Button>
        </div>
      </form>
      <RulePreview body={isRule(asked) ? { ...asked, ...(ruleId ? { ruleId } : {}) } : null} />
    </div>
  );
}

function Conditions({ when, onChange }: { when: When; onChange: (name: keyof When, value: string) => void }) {
  const offers = useQuery(ruleOffersQuery).data;
  const text = (name: 'scope' | 'label' | 'type' | 'team' | 'field' | 'text', offer?: keyof RuleOffers) => (
    <Condition
      label={texts[name]}
      hint={name === 'field' ? texts.fieldHint : undefined}
      value={when[name] ?? ''}
      offers={offer ? offers?.[offer] : undefined}
      onChange={(value) => onChange(name, value)}
    />
  );
  return (
    <fieldset className={classes.conditions}>
      <legend>{texts.when}</legend>
      <NativeSelect
        label={texts.tool}
        value={when.tool ?? ''}
        onChange={({ currentTarget }) => onChange('tool', currentTarget.value)}
        data={[{ value: '', label: texts.anyTool }, ...TOOLS.map((value) => ({ value, label: TOOL_WORDS[value] }))]}
      />
      {text('scope', 'scopes')}
      {text('label', 'labels')}
      {text('type', 'types')}
      {text('team', 'teams')}
      {text('field')}
      {text('text')}
    </fieldset>
  );
}

function Condition(props: {
  label: string;
  hint: string | undefined;
  value: string;
  offers: readonly string[] | undefined;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <>
      <TextInput
        label={props.label}
        placeholder={props.hint}
        maxLength={200}
        value={props.value}
        {...(props.offers ? { list: id } : {})}
        onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
      />
      {props.offers && (
        <datalist id={id}>
          {props.offers.map((offer) => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      )}
    </>
  );
}

function LeadsTo({ value, onChange }: { value: string; onChange: (leadsTo: string) => void }) {
  const goals = useQuery(goalsQuery()).data?.items ?? [];
  const open = goals.filter(({ kind, isClosed, key }) => kind !== 'vision' && (!isClosed || key === value));
  return (
    <NativeSelect
      label={texts.leadsTo}
      required
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={[
        { value: '', label: texts.chooseGoal },
        { value: 'ktlo', label: rulesTexts.ktlo },
        ...open.map(({ key, title }) => ({ value: key, label: `${key} ${title}` })),
      ]}
    />
  );
}
