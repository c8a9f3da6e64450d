import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Weight } from '../../api/schemas/common.ts';
import type { ManagerDetail } from '../../api/schemas/managers.ts';
import { GoalWork } from '../components/goal-work.tsx';
import { PageReads } from '../components/page-reads.tsx';
import { Fault, PageSkeleton } from '../components/states.tsx';
import classes from '../components/team-page.module.css';
import { TeamRows } from '../components/team-rows.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { Waits } from '../components/waits.tsx';
import { useDefaultWeight } from '../hooks/use-default-weight.ts';
import { useTitle } from '../hooks/use-title.ts';
import { byTeamQuery, goalsQuery, sessionQuery, teamsQuery } from '../queries.ts';
import { managerQuery } from '../team-queries.ts';
import { partTexts, managerTexts as texts } from '../texts/en/teams.tsx';
import { PartNumbers } from './part-numbers.tsx';

const route = getRouteApi('/signed-in/managers/$personId');

/** A manager's part of the organisation, to prepare a conversation: what moved, what waits for them, what to talk about, their teams. */
export function ManagerPage() {
  const { personId } = route.useParams();
  const byDefault = useDefaultWeight();
  const { weight = byDefault } = route.useSearch();
  const manager = useQuery(managerQuery(personId));
  const isOwn = useQuery(sessionQuery).data?.person.id === personId;
  const goals = useQuery(goalsQuery()).data?.items ?? [];
  useTitle(manager.data?.name ?? texts.title);
  if (manager.isError && !manager.data)
    return <Fault isPage error={manager.error} what={texts.unreadable} onRetry={() => void manager.refetch()} />;
  if (!manager.data) return <PageSkeleton />;
  const { teamIds, told } = manager.data;
  const within = { manager: personId };
  const answersFor = goals.filter(({ owner, team }) => owner?.id === personId || (team && teamIds.includes(team.id)));
  return (
    <div data-page>
      <div className={`${classes.path} small`}>
        <p>
          <Link to="/teams">{partTexts.teams}</Link> / <strong>{manager.data.name}</strong>
        </p>
        {told.length > 0 && <p role="note">{texts.told(told)}</p>}
        {isOwn && <PageReads />}
      </div>
      <PartNumbers
        within={within}
        weight={weight}
        ownGoals={answersFor}
        waits={<Waits within={within} asked={personId} />}
        work={<GoalWork goals={manager.data.goals} within={within} />}
      />
      <Teams detail={manager.data} weight={weight} />
      <Digest detail={manager.data} isOwn={isOwn} />
    </div>
  );
}

function Teams({ detail, weight }: { detail: ManagerDetail; weight: Weight }) {
  const teams = useQuery(teamsQuery).data?.items.filter(({ id }) => detail.teamIds.includes(id));
  const numbers = useQuery(byTeamQuery({ manager: detail.id, weight })).data;
  if (!teams || !numbers) return null;
  return (
    <section aria-labelledby="manager-teams">
      <h2 id="manager-teams">{texts.teams}</h2>
      <TeamRows teams={teams} answer={numbers} />
    </section>
  );
}

/** When their digest comes; what stands in it, they alone can see before. */
function Digest({ detail: { digest }, isOwn }: { detail: ManagerDetail; isOwn: boolean }) {
  return (
    <section aria-labelledby="manager-digest">
      <h2 id="manager-digest">{texts.digest}</h2>
      <p>
        {digest.next ? texts.digestNext(<TimeAgo at={digest.next} />) : texts.noDigest}{' '}
        {isOwn && <Link to="/outbox">{texts.preview}</Link>}
      </p>
    </section>
  );
}
