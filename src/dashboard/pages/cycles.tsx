import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CyclesAnswer } from '../../api/schemas/cycles.ts';
import { CycleForm } from '../components/cycle-form.tsx';
import { CycleRow } from '../components/cycle-row.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { useAddCycle } from '../hooks/use-goals.ts';
import { useTitle } from '../hooks/use-title.ts';
import { cyclesQuery, sessionQuery } from '../queries.ts';
import { cyclesTexts as texts } from '../texts/en/goals.tsx';
import classes from './cycles.module.css';

/** The times goals are set for: made, renamed, moved in time, closed with their goals, and their goals copied into the next. */
export function CyclesPage() {
  const cycles = useQuery(cyclesQuery);
  const role = useQuery(sessionQuery).data?.person.role;
  useTitle(texts.title);
  if (cycles.isError && !cycles.data)
    return <Fault isPage error={cycles.error} what={texts.notRead} onRetry={() => void cycles.refetch()} />;
  if (!cycles.data) return <PageSkeleton />;
  const { items, next } = cycles.data;
  const mayEdit = role === 'owner' || role === 'leader';
  return (
    <div data-page>
      <div>
        <h1>{texts.title}</h1>
        <p className="soft measure">{texts.intro}</p>
      </div>
      {mayEdit && <NewCycle next={next} />}
      {items.length === 0 ? (
        <Empty title={texts.none}>
          <p>{texts.noneWhy}</p>
        </Empty>
      ) : (
        <ul className={`plain-list ${classes.list}`}>
          {items.map((cycle) => (
            <CycleRow key={cycle.id} cycle={cycle} cycles={items} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** The one that comes next stands in it already. */
function NewCycle({ next }: Pick<CyclesAnswer, 'next'>) {
  const [isOpen, setOpen] = useState(false);
  const add = useAddCycle();
  if (!isOpen)
    return (
      <div>
        <Button onClick={() => setOpen(true)}>{texts.make}</Button>
      </div>
    );
  return (
    <CycleForm
      title={texts.make}
      action={texts.add}
      first={next}
      isPending={add.isPending}
      error={add.error}
      onSend={(words) => add.mutate(words, { onSuccess: () => setOpen(false) })}
      onLeave={() => setOpen(false)}
    />
  );
}
