import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AlignmentSentence } from '../components/alignment-sentence.tsx';
import { Fault, PageSkeleton } from '../components/states.tsx';
import classes from '../components/step-frame.module.css';
import { useDefaultWeight } from '../hooks/use-default-weight.ts';
import { alignmentQuery } from '../queries.ts';
import { firstRunTexts, reviewStepTexts as texts } from '../texts/en/first-run.tsx';

/** What the five steps were for: the sentence, and where to go from it. */
export function FirstInsight() {
  const weight = useDefaultWeight();
  const alignment = useQuery(alignmentQuery({ weight }));
  if (alignment.isError && !alignment.data)
    return <Fault error={alignment.error} what={firstRunTexts.fault} onRetry={() => void alignment.refetch()} />;
  if (!alignment.data) return <PageSkeleton />;
  const { whatNow } = texts;
  return (
    <section aria-label={texts.insight} className={classes.head}>
      <AlignmentSentence alignment={alignment.data} within={{}} />
      <p className="soft measure">{texts.insightMeans}</p>
      <ul className={classes.ways}>
        <li>
          {whatNow.unaligned((text) => (
            <Link to="/unaligned">{text}</Link>
          ))}
        </li>
        <li>
          {whatNow.theMap((text) => (
            <Link to="/map">{text}</Link>
          ))}
        </li>
        <li>
          {whatNow.goals((text) => (
            <Link to="/goals">{text}</Link>
          ))}
        </li>
        <li>
          {whatNow.digest((text) => (
            <Link to="/settings">{text}</Link>
          ))}
        </li>
      </ul>
      <p>
        <Button component={Link} to="/" variant="filled" size="md">
          {whatNow.overview}
        </Button>
      </p>
    </section>
  );
}
