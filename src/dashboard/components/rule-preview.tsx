import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RulePreview as Preview, PreviewRuleBody } from '../../api/schemas/rules.ts';
import { STATE_WORDS } from '../../domain/wording.ts';
import { ApiProblem } from '../api.ts';
import { formatExactRate } from '../format.ts';
import { rulePreviewQuery } from '../rule-queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { rulePreviewTexts as texts } from '../texts/en/rules.tsx';
import classes from './rules.module.css';

/** What a rule would catch, while it is written. @param body null until there is something to look for. */
export function RulePreview({ body }: { body: PreviewRuleBody | null }) {
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    ...rulePreviewQuery(body ?? { when: {}, leadsTo: '' }),
    enabled: body !== null,
  });
  return (
    <section aria-label={texts.title} aria-live="polite" aria-busy={isFetching}>
      <h3>{texts.title}</h3>
      {/* It takes a breath or two where there are many: what stands meanwhile is of the rule as it was before. */}
      <p role="status" className={`small soft ${classes.looking}`}>
        {isFetching && (isPlaceholderData || !data) && texts.looking}
      </p>
      {body === null ? (
        <p className="small soft">{texts.nothingYet}</p>
      ) : error && !isFetching ? (
        <p className="small soft">{error instanceof ApiProblem ? error.detail : commonTexts.notDone}</p>
      ) : (
        data && (
          <div className={isPlaceholderData ? classes.before : undefined}>
            <Told preview={data} />
          </div>
        )
      )}
    </section>
  );
}

function Told({ preview }: { preview: Preview }) {
  const { caught, takenBefore, servesAlready, rate, rateAfter, tasks } = preview;
  const before = rate === null ? commonTexts.notJudged : formatExactRate(rate, 1);
  const after = rateAfter === null ? commonTexts.notJudged : formatExactRate(rateAfter, 1);
  return (
    <>
      <p>
        {texts.caught(<strong>{texts.tasks(caught)}</strong>)}
        {takenBefore > 0 && texts.takenBefore(takenBefore)}.{servesAlready > 0 && texts.servesAlready(servesAlready)}
      </p>
      <p>{before === after ? texts.sameRate(before) : texts.rate(before, after)}</p>
      <ul className={`plain-list ${classes.tasks}`}>
        {tasks.map(({ id, key, title, state, found }) => (
          <li key={id}>
            <Link to="/tasks/$taskId" params={{ taskId: id }}>
              {key} {title}
            </Link>
            <div className="small soft">
              <mark className={classes.found}>{found}</mark> · {STATE_WORDS[state]}
            </div>
          </li>
        ))}
      </ul>
      {caught > tasks.length && <p className="small">{texts.more(caught - tasks.length)}</p>}
      <p className="small soft">{texts.parents}</p>
    </>
  );
}
