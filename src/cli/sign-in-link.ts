/** The token stands in the fragment, which no browser sends and no server logs. */
export function signInLink(url: string, token: string): string {
  return `${url}/sign-in#${token}`;
}
