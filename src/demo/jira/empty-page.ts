import type { SimFault } from '../faults.ts';

/** A page of a search without issues, and a token that goes on where the page would have begun. Only for ascending orders. */
export const emptyPage: SimFault = {
  type: 'rewrite',
  rewrite: (answer, { path, body }) => {
    const query = new URLSearchParams(path.split('?')[1] ?? '');
    const asked = (body ?? Object.fromEntries(query)) as { readonly jql?: string; readonly nextPageToken?: string };
    const start = JSON.stringify({ after: [], jql: asked.jql });
    const place = asked.nextPageToken ? Buffer.from(asked.nextPageToken, 'base64url').toString() : start;
    // The space makes it another token for the same place.
    const nextPageToken = Buffer.from(`${place} `).toString('base64url');
    return { ...(answer as object), issues: [], nextPageToken, isLast: false };
  },
};
