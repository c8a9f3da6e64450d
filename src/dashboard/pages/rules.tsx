import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RuleForm } from '../components/rule-form.tsx';
import { nameOfRule, type RuleItem, RuleRow } from '../components/rule-row.tsx';
import classes from '../components/rules.module.css';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { useChangeRules } from '../hooks/use-rules.ts';
import { useTitle } from '../hooks/use-title.ts';
import { sessionQuery } from '../queries.ts';
import { rulesQuery } from '../rule-queries.ts';
import { ruleFormTexts, ruleSaidTexts, rulesTexts as texts } from '../texts/en/rules.tsx';

/** The organisation's rules in the order they are tried; one is written with what it would catch beside it. */
export function RulesPage() {
  const answer = useQuery(rulesQuery);
  const isEditable = useQuery(sessionQuery).data?.person.role === 'owner';
  const [editedId, setEditedId] = useState<string | null>(null);
  useTitle(texts.title);
  if (answer.isError && !answer.data)
    return <Fault isPage error={answer.error} what={texts.unreadable} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <PageSkeleton />;
  const rules = answer.data.items;
  return (
    <div data-page>
      <div>
        <h1>{texts.title}</h1>
        <p className="soft measure">{texts.hint}</p>
      </div>
      {isEditable && <NewRule isOpen={editedId === ''} onOpen={(isOpen) => setEditedId(isOpen ? '' : null)} />}
      {rules.length === 0 ? (
        <Empty title={texts.none}>
          <p>{isEditable ? texts.noneHint : texts.ownerOnly}</p>
        </Empty>
      ) : (
        <section aria-labelledby="rules">
          <h2 id="rules">{texts.list}</h2>
          <p className="small soft">
            {texts.unseen} {!isEditable && texts.ownerOnly}
          </p>
          <ol className={`plain-list ${classes.list}`}>
            {rules.map((rule) => (
              <li key={rule.id}>
                <Rule
                  rule={rule}
                  isEditable={isEditable}
                  isLast={rule.position === rules.length}
                  isEdited={editedId === rule.id}
                  onEdit={(isEdited) => setEditedId(isEdited ? rule.id : null)}
                />
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function NewRule({ isOpen, onOpen }: { isOpen: boolean; onOpen: (isOpen: boolean) => void }) {
  const change = useChangeRules(() => ruleSaidTexts.added);
  if (!isOpen)
    return (
      <p>
        <Button variant="filled" onClick={() => onOpen(true)}>
          {ruleFormTexts.add}
        </Button>
      </p>
    );
  return (
    <section aria-labelledby="new-rule">
      <h2 id="new-rule">{ruleFormTexts.add}</h2>
      <RuleForm
        label={ruleFormTexts.add}
        action={ruleFormTexts.send}
        isPending={change.isPending}
        error={change.error}
        onSend={(body, onTaken) => change.mutate({ does: 'add', body }, { onSuccess: onTaken })}
        onLeave={() => onOpen(false)}
      />
    </section>
  );
}

function Rule(props: {
  rule: RuleItem;
  isEditable: boolean;
  isLast: boolean;
  isEdited: boolean;
  onEdit: (isEdited: boolean) => void;
}) {
  const { rule, isEdited } = props;
  const name = nameOfRule(rule);
  const change = useChangeRules((done) => {
    if (done.does === 'remove') return ruleSaidTexts.removed(name);
    const to = done.does === 'change' ? done.body.position : undefined;
    return to === undefined ? ruleSaidTexts.reworded : ruleSaidTexts.moved(name, to);
  });
  return (
    <>
      <RuleRow
        rule={rule}
        isEditable={props.isEditable}
        isFirst={rule.position === 1}
        isLast={props.isLast}
        isBusy={change.isPending}
        onMove={(position) => change.mutate({ does: 'change', id: rule.id, body: { position } })}
        onEdit={() => props.onEdit(!isEdited)}
        onRemove={() => change.mutate({ does: 'remove', id: rule.id })}
      />
      {isEdited && (
        <RuleForm
          label={ruleFormTexts.edit(name)}
          action={ruleFormTexts.save}
          first={{ when: rule.when, leadsTo: rule.leadsTo }}
          ruleId={rule.id}
          isPending={change.isPending}
          error={change.error}
          onSend={(body, onTaken) => change.mutate({ does: 'change', id: rule.id, body }, { onSuccess: onTaken })}
          onLeave={() => props.onEdit(false)}
        />
      )}
    </>
  );
}
