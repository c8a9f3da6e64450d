import { setUpTexts as texts } from '../texts/en/set-up.tsx';

/** Trello's own page that asks for a token: it may only read, and does not end. */
export function TrelloTokenLink({ apiKey }: { apiKey: string }) {
  if (!/^[\w-]{16,}$/.test(apiKey)) return <p className="small soft">{texts.trelloTokenFirst}</p>;
  const address = new URL('https://trello.com/1/authorize');
  const asked = { key: apiKey, name: 'Plumbline', scope: 'read', expiration: 'never', response_type: 'token' };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return (
    <p className="small">
      <a href={address.href} target="_blank" rel="noreferrer">
        {texts.trelloToken}
      </a>
    </p>
  );
}
