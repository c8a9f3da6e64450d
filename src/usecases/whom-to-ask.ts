import type { Person } from '../domain/person.ts';
import { whomToAsk } from '../domain/task-decision.ts';
import { listPeople, viewerOf } from '../store/people.ts';
import type { DecidableTask } from '../store/task-decisions.ts';
import { nameTasks } from '../store/views/tasks.ts';
import type { DecideDeps } from './decide-links.ts';
import { UseCaseError } from './errors.ts';
import { momentOf } from './view-query.ts';

/**
 * For each task the person whose decision it waits for: the one named, else the nearest above who may see it. A task that nobody of
 * them may see is left out.
 *
 * @throws UseCaseError `unknown-person` where the one named is nobody, or decides nothing.
 */
export async function findAsked(
  deps: Pick<DecideDeps, 'db' | 'now'>,
  tasks: readonly DecidableTask[],
  askerId: string | null,
  askedPersonId: string | undefined,
): Promise<Map<string, Person>> {
  const people = new Map((await listPeople(deps.db)).map((person) => [person.id, person]));
  if (askedPersonId !== undefined) checkAsked(people.get(askedPersonId));
  const wanted = new Map(
    tasks.map((task) => [task.id, askedPersonId ? [askedPersonId] : whomToAsk(task, [...people.values()], askerId)]),
  );
  const sees = await sightOf(deps, people, wanted);
  return new Map(
    [...wanted].flatMap(([taskId, ids]): [string, Person][] => {
      const asked = people.get(ids.find((id) => sees(id, taskId)) ?? '');
      return asked ? [[taskId, asked]] : [];
    }),
  );
}

function checkAsked(person: Person | undefined): void {
  if (person && person.role !== 'member' && person.leftAt === null) return;
  throw new UseCaseError('unknown-person', 'Ask a manager, a leader or an owner of this organisation.');
}

/** Who of those asked may see which task: each of them is looked up once. */
async function sightOf(
  { db, now }: Pick<DecideDeps, 'db' | 'now'>,
  people: ReadonlyMap<string, Person>,
  wanted: ReadonlyMap<string, readonly string[]>,
): Promise<(personId: string, taskId: string) => boolean> {
  const moment = await momentOf(db, now());
  const seen = new Map<string, ReadonlySet<string>>();
  for (const personId of new Set([...wanted.values()].flat())) {
    const person = people.get(personId);
    if (!person) continue;
    const ids = [...wanted].filter(([, asked]) => asked.includes(personId)).map(([taskId]) => taskId);
    seen.set(personId, new Set((await nameTasks(db, await viewerOf(db, person), ids, moment)).keys()));
  }
  return (personId, taskId) => seen.get(personId)?.has(taskId) ?? false;
}
