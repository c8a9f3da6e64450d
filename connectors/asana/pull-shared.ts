import { z } from 'zod';
import type { Cursor, Page, SetAside, ToolGoalRecord, ToolRecord } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import type { AsanaClient, AsanaList } from './client.ts';
import { everyPage } from './lists.ts';
import { normaliseGoal, normaliseUser } from './normalise.ts';
import { createPortfolioReader, type ReadPortfolio } from './portfolios.ts';
import {
  type AsanaGoal,
  type AsanaGoalRelationship,
  goalRelationshipSchema,
  goalSchema,
  userSchema,
  workspaceSchema,
} from './schema.ts';

const stepSchema = z.object({
  of: z.enum(['people', 'goals']),
  workspace: z.string(),
  offset: z.string().nullable(),
  /** Goals of this page that are done: each is stored with its relationships, so the page is left in the middle. */
  done: z.number().int().nonnegative(),
});
type Step = z.infer<typeof stepSchema>;

const walkSchema = z.object({
  walk: z.literal('shared'),
  steps: z.array(stepSchema),
  /** A workspace did not show its goals. */
  isPartial: z.boolean().default(false),
});
type Walk = Omit<z.infer<typeof walkSchema>, 'walk'>;

/**
 * What belongs to the whole connection: people, then Asana's own goals, workspace by workspace. Relationships are read once for each
 * goal, never for each task. After a kill at most one page of goals is read again.
 *
 * @throws ConnectorError `cursor-expired` when Asana forgot the offset or the cursor is not one of ours.
 */
export async function* pullShared(
  client: AsanaClient,
  since: Cursor | null,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let { steps, isPartial } = resumed(since) ?? { steps: await firstSteps(client, signal), isPartial: false };
  // Credentials that see no workspace show nothing of what there is.
  if (steps.length === 0) yield pageOf([], [], { steps, isPartial: true });
  const readPortfolio = createPortfolioReader(client, signal);
  for (let step = steps[0]; step !== undefined; step = steps[0]) {
    const later = steps.slice(1);
    const parts =
      step.of === 'people' ? pullPeople(client, step, signal) : pullGoals(client, step, readPortfolio, signal);
    for await (const { records, setAside, next, isHidden } of parts) {
      steps = next ? [next, ...later] : later;
      isPartial ||= isHidden ?? false;
      yield pageOf(records, setAside, { steps, isPartial });
    }
  }
}

function resumed(since: Cursor | null): Walk | null {
  if (since === null || since.walk === 'done') return null;
  const parsed = walkSchema.safeParse(since);
  if (parsed.success) return parsed.data;
  throw new ConnectorError({
    tool: 'asana',
    call: 'list goals',
    kind: 'cursor-expired',
    because: 'the cursor is not one of ours',
  });
}

async function firstSteps(client: AsanaClient, signal: AbortSignal): Promise<Step[]> {
  const workspaces = await readWorkspaces(client, signal);
  const step = (of: Step['of']) => (workspace: string) => ({ of, workspace, offset: null, done: 0 });
  return [...workspaces.map(step('people')), ...workspaces.map(step('goals'))];
}

export async function readWorkspaces(client: AsanaClient, signal: AbortSignal): Promise<string[]> {
  const gids: string[] = [];
  for await (const data of everyPage((offset) => client.workspaces(offset, signal))) {
    gids.push(...readRecords(workspaceSchema, data, 'gid').good.map(({ gid }) => gid));
  }
  return gids;
}

function pageOf(records: readonly ToolRecord[], setAside: readonly SetAside[], { steps, isPartial }: Walk): Page {
  const isLast = steps.length === 0;
  return {
    records,
    setAside,
    cursor: isLast ? { walk: 'done' } : { walk: 'shared', steps, isPartial },
    isLast,
    expectedTasks: null,
    ...(isLast && isPartial ? { isPartial } : {}),
  };
}

/** `next` null: this step is done. */
interface Part {
  readonly records: readonly ToolRecord[];
  readonly setAside: readonly SetAside[];
  readonly next: Step | null;
  readonly isHidden?: boolean;
}

async function* pullPeople(client: AsanaClient, step: Step, signal: AbortSignal): AsyncGenerator<Part> {
  const list = await client.users(step.workspace, step.offset, signal);
  const { good, setAside } = readRecords(userSchema, list.data, 'gid');
  yield { records: good.map(normaliseUser), setAside, next: afterPage(step, list) };
}

async function* pullGoals(
  client: AsanaClient,
  step: Step,
  readPortfolio: ReadPortfolio,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  const list = await goalsOf(client, step, signal);
  if (list === null) return yield { records: [], setAside: [], next: null, isHidden: true };
  const next = afterPage(step, list);
  const { good, setAside } = readRecords(goalSchema, list.data, 'gid');
  if (step.done >= good.length) yield { records: [], setAside, next };
  for (let at = step.done; at < good.length; at += 1) {
    const isLastOfPage = at === good.length - 1;
    const { record, odd } = await withRelationships(client, good[at] as AsanaGoal, readPortfolio, signal);
    yield {
      records: [record],
      setAside: [...odd, ...(isLastOfPage ? setAside : [])],
      next: isLastOfPage ? next : { ...step, done: at + 1 },
    };
  }
}

/** Goals are part of the larger plans only; null where a workspace shows none, whether it has any or not. */
async function goalsOf(client: AsanaClient, step: Step, signal: AbortSignal): Promise<AsanaList | null> {
  try {
    return await client.goals(step.workspace, step.offset, signal);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    return null;
  }
}

async function withRelationships(
  client: AsanaClient,
  goal: AsanaGoal,
  readPortfolio: ReadPortfolio,
  signal: AbortSignal,
): Promise<{ readonly record: ToolGoalRecord; readonly odd: readonly SetAside[] }> {
  const relationships: AsanaGoalRelationship[] = [];
  const odd: SetAside[] = [];
  for await (const data of everyPage((offset) => client.relationships(goal.gid, offset, signal))) {
    const { good, setAside } = readRecords(goalRelationshipSchema, data, 'gid');
    relationships.push(...good);
    odd.push(...setAside);
  }
  const projectsOf = new Map<string, readonly string[]>();
  for (const { supporting_resource: resource } of relationships) {
    if (resource?.resource_type === 'portfolio') projectsOf.set(resource.gid, await readPortfolio(resource.gid));
  }
  return { record: normaliseGoal(goal, relationships, projectsOf), odd };
}

function afterPage(step: Step, { offset }: AsanaList): Step | null {
  if (offset === null) return null;
  if (offset !== step.offset) return { ...step, offset, done: 0 };
  throw new ConnectorError({
    tool: 'asana',
    call: `list ${step.of}`,
    kind: 'unexpected-answer',
    because: 'the same page came again',
  });
}
