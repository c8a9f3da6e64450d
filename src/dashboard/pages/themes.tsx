import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Weight } from '../../api/schemas/common.ts';
import type { ThemeAnswer } from '../../api/schemas/themes.ts';
import { sendJson } from '../api.ts';
import { BulkNotNow } from '../components/bulk-not-now.tsx';
import { Fault, RowsSkeleton } from '../components/states.tsx';
import { formatAmount, formatCount } from '../format.ts';
import { showRefused } from '../hooks/use-decide-proposal.tsx';
import { usePutThemeOff, useThemeGoal } from '../hooks/use-themes.ts';
import { themesQuery } from '../overview-queries.ts';
import { sessionQuery } from '../queries.ts';
import { counts } from '../texts/en/counts.ts';
import { themesTexts as texts } from '../texts/en/overview.tsx';
import { weightUnits } from '../words.ts';
import classes from './themes.module.css';

interface Within {
  readonly team?: string;
  readonly manager?: string;
}

/** What the work without a why is about: similar tasks, each group a goal nobody wrote down, or work that can wait. */
export function Themes({ asked, within }: { asked: Within & { weight?: Weight }; within: Within }) {
  const themes = useQuery(themesQuery(asked));
  const role = useQuery(sessionQuery).data?.person.role;
  const isLeader = role === 'owner' || role === 'leader';
  if (themes.isError && !themes.data)
    return <Fault error={themes.error} what={texts.notRead} onRetry={() => void themes.refetch()} />;
  if (!themes.data) return <RowsSkeleton rows={3} height={72} />;
  const { items, total, weight } = themes.data;
  return (
    <section className={classes.themes} aria-labelledby="themes">
      <h2 id="themes">{texts.title}</h2>
      {items.length === 0 ? (
        <NoThemes isFound={themes.data.foundAt !== null} isLeader={isLeader} />
      ) : (
        <>
          <p className="small soft">{texts.lead}</p>
          <ol className={`plain-list ${classes.list}`}>
            {items.map((theme) => (
              <Theme key={theme.id} theme={theme} weight={weight} within={within} isLeader={isLeader} />
            ))}
          </ol>
          {total > items.length && (
            <p className="small soft">{texts.smaller(counts.smallerThemes(total - items.length))}</p>
          )}
        </>
      )}
    </section>
  );
}

function Theme(props: { theme: ThemeAnswer; weight: Weight; within: Within; isLeader: boolean }) {
  const { theme, weight, within, isLeader } = props;
  const makeGoal = useThemeGoal(theme);
  const putOff = usePutThemeOff(theme);
  const isBusy = makeGoal.isPending || putOff.isPending;
  return (
    <li>
      <div>
        <h3>
          <Link to="/unaligned" search={{ ...within, theme: theme.id }}>
            {theme.name}
          </Link>
        </h3>
        <p className="small">
          {texts.size(
            counts.tasks(theme.count),
            weight === 'count' ? null : `${formatAmount(theme.effort)} ${weightUnits[weight]}`,
          )}
          {theme.hidden > 0 && <span className="soft">{texts.hidden(formatCount(theme.hidden))}</span>}
        </p>
      </div>
      <ul className={`plain-list small ${classes.samples}`}>
        {theme.samples.map((sample) => (
          <li key={sample.id}>
            <Link to="/tasks/$taskId" params={{ taskId: sample.id }}>
              {sample.title}
            </Link>
          </li>
        ))}
      </ul>
      <div className={classes.actions}>
        {isLeader && (
          <Button onClick={() => makeGoal.mutate()} disabled={isBusy} loading={makeGoal.isPending}>
            {texts.makeGoal}
            <span className="visually-hidden">{texts.of(theme.name)}</span>
          </Button>
        )}
        <BulkNotNow isDisabled={isBusy} onSay={(word) => putOff.mutate(word)} />
      </div>
    </li>
  );
}

function NoThemes({ isFound, isLeader }: { isFound: boolean; isLeader: boolean }) {
  const ask = useMutation({
    mutationFn: () => sendJson('POST', '/themes/refresh', {}),
    onError: (error) => showRefused(error),
  });
  if (isFound) return <p className="small soft">{texts.noneAlike}</p>;
  return (
    <>
      <p className="small soft">{ask.isSuccess ? texts.lookedFor : texts.notYet}</p>
      {isLeader && !ask.isSuccess && (
        <Button onClick={() => ask.mutate()} loading={ask.isPending}>
          {texts.look}
        </Button>
      )}
    </>
  );
}
