import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CyclesAnswer } from '../../api/schemas/cycles.ts';
import { useChangeCycle, useRemoveCycle } from '../hooks/use-goals.ts';
import { cyclesTexts as texts } from '../texts/en/goals.tsx';
import { CycleClose } from './cycle-close.tsx';
import { CycleCopy } from './cycle-copy.tsx';
import { CycleForm } from './cycle-form.tsx';
import classes from './cycle-row.module.css';

type Cycle = CyclesAnswer['items'][number];
type Act = 'change' | 'copy' | 'close';

/** One cycle with its days, its goals, and what can be done with it. */
export function CycleRow({ cycle, cycles, mayEdit }: { cycle: Cycle; cycles: readonly Cycle[]; mayEdit: boolean }) {
  const [act, setAct] = useState<Act | null>(null);
  const { name, startsOn, endsOn, isCurrent, closedOn, goals, openGoals } = cycle;
  const facts = [
    texts.days(startsOn, endsOn),
    isCurrent ? texts.now : null,
    closedOn ? texts.closedOn(closedOn) : null,
  ].filter((fact) => fact !== null);
  return (
    <li>
      <div className={classes.row}>
        <div>
          <h2 className={classes.name}>{name}</h2>
          <p className="small soft">{facts.join(' · ')}</p>
        </div>
        <p>
          {goals > 0 ? (
            <Link to="/goals" search={{ cycle: name }}>
              {texts.goals(goals, openGoals)}
              <span className="visually-hidden">{texts.of(name)}</span>
            </Link>
          ) : (
            texts.goals(0, 0)
          )}
        </p>
        {mayEdit && act === null && <Acts cycle={cycle} onAct={setAct} />}
      </div>
      {act === 'change' && <ChangeCycle cycle={cycle} onDone={() => setAct(null)} />}
      {act === 'copy' && <CycleCopy cycle={cycle} cycles={cycles} onDone={() => setAct(null)} />}
      {act === 'close' && <CycleClose cycle={cycle} onDone={() => setAct(null)} />}
    </li>
  );
}

function Acts({ cycle, onAct }: { cycle: Cycle; onAct: (act: Act) => void }) {
  const change = useChangeCycle(cycle);
  const remove = useRemoveCycle(cycle);
  const of = <span className="visually-hidden">{texts.of(cycle.name)}</span>;
  return (
    <div className={classes.acts}>
      <Button onClick={() => onAct('change')}>
        {texts.edit}
        {of}
      </Button>
      {cycle.openGoals > 0 && (
        <Button onClick={() => onAct('copy')}>
          {texts.copy}
          {of}
        </Button>
      )}
      {cycle.closedOn === null ? (
        <Button onClick={() => onAct('close')}>
          {texts.close}
          {of}
        </Button>
      ) : (
        <Button loading={change.isPending} onClick={() => change.mutate({ closedOn: null })}>
          {texts.open}
          {of}
        </Button>
      )}
      {cycle.goals === 0 && (
        <Button variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
          {texts.remove}
          {of}
        </Button>
      )}
    </div>
  );
}

function ChangeCycle({ cycle, onDone }: { cycle: Cycle; onDone: () => void }) {
  const change = useChangeCycle(cycle);
  const { name, startsOn, endsOn } = cycle;
  return (
    <CycleForm
      title={texts.change(name)}
      action={texts.save}
      first={{ name, startsOn, endsOn }}
      isPending={change.isPending}
      error={change.error}
      onSend={(words) => change.mutate(words, { onSuccess: onDone })}
      onLeave={onDone}
    />
  );
}
