import type { CyclesAnswer } from '../../api/schemas/cycles.ts';
import { useChangeCycle } from '../hooks/use-goals.ts';
import { cyclesTexts as texts } from '../texts/en/goals.tsx';
import { CloseForm } from './close-form.tsx';

/** A cycle is closed with its open goals. */
export function CycleClose({ cycle, onDone }: { cycle: CyclesAnswer['items'][number]; onDone: () => void }) {
  const change = useChangeCycle(cycle);
  return (
    <CloseForm
      name={cycle.name}
      means={texts.closeWhy(cycle.openGoals)}
      isPending={change.isPending}
      error={change.error}
      onClose={(closedOn) => change.mutate({ closedOn }, { onSuccess: onDone })}
      onLeave={onDone}
    />
  );
}
