import { randomUUID } from 'node:crypto';
import { diffGoals, draftOfGoal, type GoalDraft, readGoals } from '../domain/import/goals.ts';
import type { ImportRow } from '../domain/import/rows.ts';
import type { Tx } from '../store/database.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { ensureCycles, ensureTeams, setGoalParents, upsertGoals } from '../store/imports.ts';
import { listPeople } from '../store/people.ts';
import { holdContextAlone } from '../store/stale.ts';
import { type ImportDeps, type ImportPlan, runImport } from './import-file.ts';
import { COMMAND_LINE } from './note-act.ts';
import { settleGoals } from './settle-goals.ts';

/** Imports goals: shows what would change, then does all of it or nothing. Doing it twice changes nothing. */
export function importGoals(deps: ImportDeps, rows: readonly ImportRow[]): Promise<ImportPlan<GoalDraft>> {
  return runImport(deps, async (tx) => {
    // Whoever writes goals holds it before any row, so that nobody waits in a ring.
    await holdContextAlone(tx);
    const [goals, cycles, people] = [await listGoals(tx), await listCycles(tx), await listPeople(tx)];
    const emails = new Map(people.map((person) => [person.id, person.email]));
    const byId = new Map(goals.map((goal) => [goal.id, goal]));
    const current = goals.map((goal) => draftOfGoal(goal, byId, new Map(cycles.map((one) => [one.id, one])), emails));
    const read = readGoals(rows, {
      goals: current,
      cycles,
      // Before anybody was imported there is only the owner made at first start.
      emails: people.length > 1 ? [...emails.values()] : null,
    });
    if (read.records === null) return { errors: read.errors };
    return {
      kind: 'goals',
      difference: diffGoals(current, read.records),
      apply: async () => {
        const at = new Date(deps.now());
        await writeGoals(tx, read.records, at);
        await settleGoals(tx, { by: deps.by ?? COMMAND_LINE, through: 'import' }, at);
      },
    };
  });
}

/** Writes goals as drafts say them, those of a known key over what stood. The caller holds the context, and settles it after. */
export async function writeGoals(tx: Tx, drafts: readonly GoalDraft[], at: Date): Promise<void> {
  const teams = await ensureTeams(
    tx,
    drafts.flatMap((draft) => (draft.team ? [draft.team] : [])),
  );
  const cycles = await ensureCycles(
    tx,
    drafts.flatMap((draft) => (draft.cycle ? [draft.cycle] : [])),
  );
  const people = new Map((await listPeople(tx)).map((person) => [person.email, person.id]));
  const ids = new Map((await listGoals(tx)).map((goal) => [goal.key.toLowerCase(), goal.id]));
  for (const draft of drafts) if (!ids.has(draft.key.toLowerCase())) ids.set(draft.key.toLowerCase(), randomUUID());
  const idOf = (key: string) => ids.get(key.toLowerCase()) as string;
  await upsertGoals(
    tx,
    drafts.map((draft) => ({
      ...draft,
      id: idOf(draft.key),
      cycleId: draft.cycle ? (cycles.get(draft.cycle.name.toLowerCase()) ?? null) : null,
      ownerId: draft.ownerEmail ? (people.get(draft.ownerEmail) ?? null) : null,
      teamId: draft.team ? (teams.get(draft.team.toLowerCase()) ?? null) : null,
    })),
    at,
  );
  await setGoalParents(
    tx,
    new Map(drafts.map((draft) => [idOf(draft.key), draft.parentKey ? idOf(draft.parentKey) : null])),
  );
}
