import type { ReactNode } from 'react';

/** The pages a goal is written in. */
export const goalSourcesTexts = {
  title: 'Where it is written',
  under: (heading: string) => ` under “${heading}”`,
  notSeen: 'In a page you cannot see',
  inPage: (page: ReactNode, tool: ReactNode) => (
    <>
      In {page} {tool}
    </>
  ),
  tool: (tool: string) => `(${tool})`,
  note: (note: string) => ` · ${note}`,
  proposes: 'it proposes a change',
  removed: (when: string) => `read by a connection that was removed, ${when}; the goal stays`,
  unreadable: 'the page cannot be read now; the goal stays',
  trashed: 'the page is in the trash; the goal stays',
  missing: 'the page no longer states it',
};
