import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import type { FirstRunAnswer } from '../../api/schemas/first-run.ts';
import { recordNoun } from '../../domain/wording.ts';
import { isHeld } from '../components/begin-reading.tsx';
import { ConnectionTrouble } from '../components/connection-trouble.tsx';
import { RunProgress } from '../components/run-progress.tsx';
import classes from '../components/step-frame.module.css';
import { StepFrame } from '../components/step-frame.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { plural } from '../format.ts';
import { connectionsQuery } from '../queries.ts';
import { pullStepTexts as texts } from '../texts/en/first-run.tsx';

const toTools = (text: string): ReactNode => (
  <Link to="/start" search={{ step: 'tools' }}>
    {text}
  </Link>
);

/** What is read now, scope by scope, and that each task was looked at. */
export function PullStep({ pull }: { pull: FirstRunAnswer['pull'] }) {
  const connections = useQuery({
    ...connectionsQuery,
    // Beside the live line: rate and time left move between its words, too.
    refetchInterval: pull.isDone ? false : 2_000,
  }).data?.items;
  const isRead = pull.read > 0 && pull.read === pull.connections;
  const tested = pull.isDone
    ? texts.tested(pull.tasks, pull.read)
    : isRead && pull.isDeriving
      ? texts.deriving
      : pull.connections === 0
        ? texts.nothing(toTools)
        : null;
  return (
    <StepFrame step="pull" title={texts.title} means={texts.means} isDone={pull.isDone} tested={tested}>
      <ul className={`plain-list ${classes.connections}`}>
        {connections?.map((connection) => (
          <li key={connection.id}>
            <Pull connection={connection} />
          </li>
        ))}
      </ul>
    </StepFrame>
  );
}

function Pull({ connection }: { connection: ConnectionAnswer }) {
  const { name, tool, tasks, lastCompleteAt, currentRun } = connection;
  if (isHeld(connection)) return <p>{texts.held(name, toTools)}</p>;
  if (lastCompleteAt !== null)
    return <p>{texts.done(name, plural(tasks, recordNoun(tool)), <TimeAgo at={lastCompleteAt} />)}</p>;
  return (
    <>
      {currentRun ? (
        <>
          <h3>{name}</h3>
          <RunProgress run={currentRun} tool={tool} />
        </>
      ) : (
        <p>{texts.waiting(name)}</p>
      )}
      <ConnectionTrouble connection={connection} />
    </>
  );
}
