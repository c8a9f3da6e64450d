import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Allowances } from '../components/allowances.tsx';
import { SettingsForm } from '../components/settings-form.tsx';
import { Fault, PageSkeleton } from '../components/states.tsx';
import { formatDay } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { cyclesQuery, sessionQuery, settingsQuery } from '../queries.ts';

/** What holds for the whole organisation. Everybody reads it, owners change it. */
export function SettingsPage() {
  const settings = useQuery(settingsQuery);
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  useTitle('Settings');
  if (settings.isError && !settings.data)
    return (
      <Fault
        isPage
        error={settings.error}
        what="The settings could not be read"
        onRetry={() => void settings.refetch()}
      />
    );
  if (!settings.data) return <PageSkeleton />;
  return (
    <div data-page>
      <div>
        <h1>Settings of {settings.data.organisationName}</h1>
        <p className="soft measure">
          {isOwner ? (
            <>
              They hold for everybody. Each change stands in the <Link to="/audit">audit trail</Link>.
            </>
          ) : (
            'They hold for everybody; an owner changes them.'
          )}
        </p>
      </div>
      {/* Begun anew where somebody else changed them. */}
      <SettingsForm key={JSON.stringify(settings.data)} settings={settings.data} isEditable={isOwner} />
      <Allowances />
      <Calendar />
    </div>
  );
}

/** Which cycles there are; they come with the goals. */
function Calendar() {
  const cycles = useQuery(cyclesQuery).data?.items ?? [];
  return (
    <section>
      <h2>Weeks and cycles</h2>
      <p className="measure">
        Weeks begin on Monday and are numbered as ISO 8601 does; working days are Monday to Friday. Cycles come with the{' '}
        <Link to="/goals">goals</Link>.
      </p>
      <ul className="plain-list">
        {cycles.map((cycle) => (
          <li key={cycle.id}>
            <Link to="/goals" search={{ cycle: cycle.id }}>
              {cycle.name}
            </Link>{' '}
            <span className="soft">
              {formatDay(cycle.startsOn)} to {formatDay(cycle.endsOn)}
              {cycle.isCurrent ? ', now' : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
