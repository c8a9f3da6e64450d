import type { SourceName } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { setUpTexts as texts } from '../texts/en/set-up.tsx';
import classes from './connect.module.css';

/** What to click in the tool itself so that there is something to paste here. */
export function ConnectSteps({ tool }: { tool: SourceName }) {
  const { steps, sees, lives, changes, ...rest } = texts.of[tool];
  const facts = [
    [texts.sees, sees],
    [texts.lives, lives],
    [texts.changes, changes],
    ...('unverified' in rest ? [[texts.unverified, rest.unverified]] : []),
  ];
  return (
    <section className={classes.setUp} aria-labelledby="set-up">
      <h3 id="set-up">{texts.title(TOOL_WORDS[tool])}</h3>
      <ol>
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a tool are always the same
          <li key={index}>{step}</li>
        ))}
      </ol>
      <dl className="small">
        {facts.map(([name, says]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
