import type { AccessToken, AccessTokens, ConnectorOptions, TokenCredentials } from './connector.ts';
import type { Refusal, TransportOptions } from './http.ts';
import { lacking, missingScopes, type OAuthSource } from './oauth.ts';

type Access = Pick<TransportOptions, 'authorise' | 'renew'>;

/**
 * What a connection's requests are authorised with: the token of a person's consent, or what a person gave.
 *
 * @param written How the vendor wants the latter in the `Authorization` header.
 */
export function accessOf(
  source: OAuthSource,
  { credentials, accessTokens }: ConnectorOptions,
  written: (given: TokenCredentials) => string,
): Access {
  if (credentials.kind === 'oauth') {
    if (!accessTokens) throw new Error('Credentials of a consent come with their access tokens');
    return bearerOf(source, accessTokens);
  }
  const authorization = written(credentials);
  return {
    authorise(headers) {
      headers.authorization = authorization;
    },
  };
}

/** A request goes out with the access token in force; one that was refused goes out once more with another. */
function bearerOf(source: OAuthSource, tokens: AccessTokens): Access {
  const sentWith = new WeakMap<object, AccessToken>();
  return {
    async authorise(headers, signal) {
      const token = await tokens.take(signal);
      sentWith.set(headers, token);
      headers.authorization = `Bearer ${token.value}`;
    },
    async renew({ call, headers, answer }, signal) {
      const token = sentWith.get(headers);
      if (!token) return false;
      // Another token of the same consent would be refused the same.
      if (isOfScope(answer)) throw lacking(source, call, missingScopes(source, token.scopes));
      // Confluence's gateway may answer 403 or 404 to a token that has ended: nothing is taken for gone before that is known.
      if (answer.status !== 401 && !(await tokens.isOver(token, signal))) return false;
      await tokens.replace(token, signal);
      return true;
    },
  };
}

function isOfScope({ status, headers, text }: Refusal): boolean {
  if (status === 404) return false;
  const challenge = headers['www-authenticate'] ?? '';
  return /scope does not match/i.test(text) || /insufficient_scope|forbidden_scopes/i.test(`${challenge} ${text}`);
}
