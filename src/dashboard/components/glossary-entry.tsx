import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { GlossaryEntryAnswer } from '../../api/schemas/glossary.ts';
import { showRefused } from '../hooks/use-decide-proposal.tsx';
import { useChangeEntry } from '../hooks/use-glossary.ts';
import { commonTexts } from '../texts/en/common.ts';
import { counts } from '../texts/en/counts.ts';
import { glossaryEntryTexts as texts } from '../texts/en/glossary.ts';
import classes from './glossary.module.css';
import { GlossaryForm } from './glossary-form.tsx';
import { TimeAgo } from './time-ago.tsx';

/** One short form, what it rests on, and what can be done with it by those who may. */
export function GlossaryEntry({ entry, isEditable }: { entry: GlossaryEntryAnswer; isEditable: boolean }) {
  const change = useChangeEntry(entry);
  const [isOpen, setOpen] = useState(false);
  const { short, long } = entry;
  if (isOpen)
    return (
      <li data-open>
        <GlossaryForm
          label={texts.reword(short)}
          action={commonTexts.save}
          first={{ short, long }}
          isPending={change.isPending}
          error={change.error}
          onSend={(words) => change.mutate(words, { onSuccess: () => setOpen(false) })}
          onLeave={() => {
            change.reset();
            setOpen(false);
          }}
        />
      </li>
    );
  const say = (state: 'kept' | 'dismissed') => change.mutate({ state }, { onError: (error) => showRefused(error) });
  return (
    <li>
      <div className={classes.words}>
        <span className={classes.short}>{short}</span> {long}
        <div className="small soft">
          <Ground entry={entry} />
        </div>
      </div>
      {isEditable && (
        <div className={classes.actions}>
          {entry.state !== 'kept' && (
            <Act name={texts.keep} of={short} isBusy={change.isPending} onClick={() => say('kept')} />
          )}
          {entry.state !== 'dismissed' && (
            <>
              <Act name={texts.rewordButton} of={short} isBusy={change.isPending} onClick={() => setOpen(true)} />
              <Act name={texts.dismiss} of={short} isBusy={change.isPending} onClick={() => say('dismissed')} />
            </>
          )}
        </div>
      )}
    </li>
  );
}

/** A row of buttons reads alike; each says to a screen reader what it is about. */
function Act(props: { name: string; of: string; isBusy: boolean; onClick: () => void }) {
  return (
    <Button variant="default" disabled={props.isBusy} onClick={props.onClick}>
      {props.name}
      <span className="visually-hidden">{texts.of(props.of)}</span>
    </Button>
  );
}

function Ground({ entry }: { entry: GlossaryEntryAnswer }) {
  const { ground, seenIn, usedIn, lastChange } = entry;
  const parts = [
    ground === 'initials' && texts.initials,
    ground !== 'initials' && seenIn > 0 && texts.explainedIn(counts.texts(seenIn)),
    usedIn > 0 && texts.usedIn(counts.texts(usedIn)),
  ].filter((part) => part !== false);
  return (
    <>
      {parts.join(' · ')}
      {lastChange && (
        <>
          {parts.length > 0 && ' · '}
          {texts.by(lastChange.by)}
          <TimeAgo at={lastChange.at} />
        </>
      )}
      <FoundIn foundIn={entry.foundIn} />
    </>
  );
}

/** Where to look it up: "in ONB-12 Single sign-on for wards, and in one text you cannot see". */
function FoundIn({ foundIn: { places, hidden } }: Pick<GlossaryEntryAnswer, 'foundIn'>) {
  if (places.length + hidden === 0) return null;
  return (
    <ul className="plain-list" aria-label={texts.foundIn}>
      {places.map(({ kind, id, key, title }) => (
        <li key={id}>
          {kind === 'task' ? (
            <Link to="/tasks/$taskId" params={{ taskId: id }}>
              {key} {title}
            </Link>
          ) : (
            <Link to="/goals/$goalKey" params={{ goalKey: key ?? id }}>
              {key} {title}
            </Link>
          )}
        </li>
      ))}
      {hidden > 0 && <li>{texts.notSeen(counts.texts(hidden))}</li>}
    </ul>
  );
}
