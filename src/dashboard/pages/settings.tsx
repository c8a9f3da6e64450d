import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Allowances } from '../components/allowances.tsx';
import { SettingsForm } from '../components/settings-form.tsx';
import { Fault, PageSkeleton } from '../components/states.tsx';
import { formatDay } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { cyclesQuery, sessionQuery, settingsQuery } from '../queries.ts';
import { settingsTexts as texts } from '../texts/en/settings.tsx';

/** What holds for the whole organisation. Everybody reads it, owners change it. */
export function SettingsPage() {
  const settings = useQuery(settingsQuery);
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  useTitle(texts.title);
  if (settings.isError && !settings.data)
    return <Fault isPage error={settings.error} what={texts.notRead} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <PageSkeleton />;
  return (
    <div data-page>
      <div>
        <h1>{texts.titleOf(settings.data.organisationName)}</h1>
        <p className="soft measure">
          {isOwner ? texts.forOwners((text) => <Link to="/audit">{text}</Link>) : texts.forOthers}
        </p>
      </div>
      <SettingsForm settings={settings.data} isEditable={isOwner} />
      <Cycles />
      <Allowances />
      {isOwner && <Programs />}
    </div>
  );
}

/** Which cycles there are, and which would follow. */
function Cycles() {
  const cycles = useQuery(cyclesQuery).data;
  return (
    <section aria-labelledby="cycles">
      <h2 id="cycles">{texts.cycles}</h2>
      <p className="measure">
        {texts.where((text) => (
          <Link to="/cycles">{text}</Link>
        ))}
      </p>
      <ul className="plain-list">
        {(cycles?.items ?? []).map((cycle) => (
          <li key={cycle.id}>
            <Link to="/goals" search={{ cycle: cycle.id }}>
              {cycle.name}
            </Link>{' '}
            <span className="soft">
              {texts.span(formatDay(cycle.startsOn), formatDay(cycle.endsOn), cycle.isCurrent)}
            </span>
          </li>
        ))}
      </ul>
      {cycles && (
        <p className="soft">
          {texts.nextCycle(cycles.next.name, formatDay(cycles.next.startsOn), formatDay(cycles.next.endsOn))}
        </p>
      )}
    </section>
  );
}

function Programs() {
  return (
    <section aria-labelledby="programs">
      <h2 id="programs">{texts.programs}</h2>
      <p className="measure">
        {texts.programsSay((text) => (
          <Link to="/outgoing-webhooks">{text}</Link>
        ))}
      </p>
    </section>
  );
}
