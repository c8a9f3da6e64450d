import { useQuery } from '@tanstack/react-query';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { plural } from '../format.ts';
import { toolsQuery } from '../queries.ts';
import { testedTexts as texts } from '../texts/en/connections.tsx';

/** What the tool itself said when it was asked: whose credentials these are, what they see, and what they do not. */
export function ConnectTested({ connection }: { connection: ConnectionDetail }) {
  const { tool, account, scopeList, scopeNoun, health } = connection;
  const nothing = useQuery(toolsQuery).data?.items.find((one) => one.tool === tool)?.whenNothingIsSeen;
  const lost = scopeList.filter(({ visibility }) => visibility === 'access-lost').length;
  const seen = <strong>{plural(scopeList.length - lost, scopeNoun)}</strong>;
  return (
    <>
      <p>
        {texts.answers(TOOL_WORDS[tool], account?.name ?? null, seen)}
        {lost > 0 && texts.cannotSee(lost)}.
      </p>
      {scopeList.length === 0 && <p>{nothing ?? texts.seesNothing(TOOL_WORDS[tool], scopeNoun)}</p>}
      {health.unseen.length > 0 && (
        <ul className="small soft">
          {health.unseen.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}
