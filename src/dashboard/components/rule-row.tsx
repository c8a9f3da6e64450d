import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RulesAnswer } from '../../api/schemas/rules.ts';
import { conditionWords } from '../../domain/rule-words.ts';
import { rulesTexts as texts } from '../texts/en/rules.tsx';
import classes from './rules.module.css';

export type RuleItem = RulesAnswer['items'][number];

export function nameOfRule({ id }: Pick<RuleItem, 'id'>): string {
  return texts.name(/\d+$/.exec(id)?.[0] ?? id);
}

/** One rule, what it catches, and what can be done with it; it is moved by buttons, and so by keyboard. */
export function RuleRow(props: {
  rule: RuleItem;
  isEditable: boolean;
  isFirst: boolean;
  isLast: boolean;
  isBusy: boolean;
  onMove: (position: number) => void;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { rule, isBusy } = props;
  const name = nameOfRule(rule);
  const hidden = <span className="visually-hidden">{texts.ofRule(name)}</span>;
  return (
    <div className={classes.row}>
      <div>
        <div>
          <strong>{name}</strong> · {conditionWords(rule.when)} · {texts.leadsTo(<LeadsTo rule={rule} />)}
        </div>
        <div className="small soft">
          {texts.caught(rule.caught)}
          {rule.takenBefore > 0 && texts.takenBefore(rule.takenBefore)}
        </div>
      </div>
      {props.isEditable && (
        <div className={classes.actions}>
          <Button
            size="xs"
            aria-disabled={props.isFirst}
            onClick={() => !props.isFirst && !isBusy && props.onMove(rule.position - 1)}
          >
            {texts.earlier}
            {hidden}
          </Button>
          <Button
            size="xs"
            aria-disabled={props.isLast}
            onClick={() => !props.isLast && !isBusy && props.onMove(rule.position + 1)}
          >
            {texts.later}
            {hidden}
          </Button>
          <Button size="xs" onClick={props.onEdit}>
            {texts.edit}
            {hidden}
          </Button>
          <Button size="xs" disabled={isBusy} onClick={props.onRemove}>
            {texts.remove}
            {hidden}
          </Button>
        </div>
      )}
    </div>
  );
}

function LeadsTo({ rule }: { rule: RuleItem }) {
  if (!rule.goal) return <>“{texts.ktlo}”</>;
  return (
    <Link to="/goals/$goalKey" params={{ goalKey: rule.goal.key }}>
      {rule.goal.key} {rule.goal.title}
    </Link>
  );
}
