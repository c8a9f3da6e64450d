import { Feed } from 'feed';
import ical from 'ical-generator';
import { nextCheckInDay } from '../domain/check-in.ts';
import { addDays, type Day, dayAt } from '../domain/days.ts';
import type { Goal } from '../domain/goal.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import { escapeHtml } from '../domain/html.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { listCheckIns } from '../store/check-ins.ts';
import type { Database } from '../store/database.ts';
import { listDigestEntries } from '../store/feeds.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { readSettings } from '../store/settings.ts';
import { type DecisionRow, listRevisitsComing, listRevisitsDue } from '../store/views/task-decisions.ts';
import { momentOf } from './view-query.ts';

interface ReadDeps {
  readonly db: Database;
  readonly now: () => number;
}

interface Reader {
  readonly person: Person;
  readonly viewer: Viewer;
}

/** Where the feeds' links lead: our own root, without a trailing slash. */
type Root = string;

const DIGESTS = 12;
const REFRESH_SECONDS = 3_600;

/** What a person's digests said, and promises whose day has come, as Atom. Names only what the reader may see today. */
export async function readAtom({ db, now }: ReadDeps, { person, viewer }: Reader, root: Root): Promise<string> {
  const { today } = await momentOf(db, now());
  const digests = await listDigestEntries(db, person.id, DIGESTS);
  const { items } = await listRevisitsDue(db, viewer, today);
  const entries = [
    ...digests.map(({ id, at, subject, text }) => ({
      id: `urn:plumbline:digest:${id}`,
      link: `${root}/`,
      title: subject,
      date: at,
      description: text,
    })),
    ...items.map((row) => ({
      id: `urn:plumbline:revisit:${row.id}`,
      link: taskUrl(root, row),
      title: `Look again: ${nameOf(row)}`,
      date: new Date(`${row.revisitOn}T00:00:00Z`),
      description: promiseWords(row),
    })),
  ].sort((a, b) => b.date.getTime() - a.date.getTime());
  const feed = new Feed({
    id: `urn:plumbline:feed:${person.id}`,
    title: `Plumbline for ${person.name}`,
    author: { name: 'Plumbline' },
    link: `${root}/`,
    generator: 'Plumbline',
    updated: entries[0]?.date ?? new Date(now()),
  });
  // Atom's texts are HTML here: what people wrote is shown as they wrote it.
  for (const { title, description, ...entry } of entries)
    feed.addItem({ ...entry, title: escapeHtml(title), description: asHtml(description) });
  return feed.atom1();
}

/** Days of promised revisits, and when the reader's own key results want a check-in, as all-day events of iCalendar. */
export async function readCalendar({ db, now }: ReadDeps, { person, viewer }: Reader, root: Root): Promise<string> {
  const { today, timeZone } = await momentOf(db, now());
  const revisits = [
    ...(await listRevisitsDue(db, viewer, today)).items,
    ...(await listRevisitsComing(db, viewer, today)),
  ];
  const calendar = ical({ name: 'Plumbline', prodId: '//Plumbline//Plumbline//EN', ttl: REFRESH_SECONDS });
  const add = (id: string, day: Day, summary: string, description: string, url: string) =>
    calendar.createEvent({
      id,
      allDay: true,
      // Floating: a day is that day wherever the reader is.
      start: new Date(`${day}T00:00:00Z`),
      end: new Date(`${addDays(day, 1)}T00:00:00Z`),
      timezone: 'UTC',
      stamp: new Date(now()),
      summary,
      description,
      url,
    });
  for (const row of revisits)
    if (row.revisitOn)
      add(
        `revisit-${row.id}@plumbline`,
        row.revisitOn,
        `Look again: ${nameOf(row)}`,
        promiseWords(row),
        taskUrl(root, row),
      );
  for (const { goal, day } of await checkInsDue(db, person, today, timeZone))
    add(
      `check-in-${goal.id}-${day}@plumbline`,
      day,
      `Check in on ${goal.key} ${goal.title}`,
      'Where does it stand, and how sure are you that it gets there?',
      `${root}/goals/${encodeURIComponent(goal.key)}`,
    );
  return calendar.toString();
}

/** Of the person's own open key results the day the next check-in is due; one that is overdue is due today. */
async function checkInsDue(
  db: Database,
  person: Pick<Person, 'id'>,
  today: Day,
  timeZone: string,
): Promise<{ goal: Goal; day: Day }[]> {
  const { stale_check_in_days: days } = await readSettings(db);
  const cycles = new Map((await listCycles(db)).map((cycle) => [cycle.id, cycle]));
  const checkIns = Map.groupBy(await listCheckIns(db), ({ goalId }) => goalId);
  const own = (await listGoals(db)).filter(
    (goal) => goal.kind === 'key-result' && goal.ownerId === person.id && goalStanding(goal, cycles, today) === 'open',
  );
  return own.map((goal) => {
    const last = checkIns.get(goal.id)?.at(-1);
    const lastOn = last ? dayAt(last.at.getTime(), timeZone) : null;
    const startsOn = cycles.get(goal.cycleId ?? '')?.startsOn ?? null;
    return { goal, day: nextCheckInDay(lastOn, startsOn, days, today) };
  });
}

function asHtml(text: string): string {
  return text.split('\n').map(escapeHtml).join('<br>');
}

function nameOf({ key, title }: Pick<DecisionRow, 'key' | 'title'>): string {
  return key === null ? title : `${key} ${title}`;
}

function promiseWords({ byName, because, yieldsTo }: DecisionRow): string {
  const room = yieldsTo ? ` It made room for ${yieldsTo.key} ${yieldsTo.title}.` : '';
  return `${byName} said “not now”: ${because}${room}`;
}

function taskUrl(root: Root, { taskId }: Pick<DecisionRow, 'taskId'>): string {
  return `${root}/tasks/${encodeURIComponent(taskId)}`;
}
