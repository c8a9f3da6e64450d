import type { SimPerson } from '../world.ts';
import type { Site } from './site.ts';

/** The account the credentials belong to: a reader that is nobody of the sixty. */
export const reader = {
  accountId: '712020:5d0c1f2e-0000-4000-a000-00000000feed',
  name: 'Plumbline Reader',
  email: 'plumbline@larkfield.example',
} as const;

/** A person as issues and user lists carry them; the e-mail only where the person shows it. Null without a Jira account. */
export function renderUser(site: Site, person: SimPerson | undefined): Record<string, unknown> | null {
  const account = person?.accounts.jira;
  if (account === undefined) return null;
  return renderAccount(site, account.id, account.name, account.email, site.world.organisation.timeZone);
}

export function renderReader(site: Site): Record<string, unknown> {
  return { ...renderAccount(site, reader.accountId, reader.name, reader.email, site.zone.name), locale: 'en_GB' };
}

function renderAccount(
  site: Site,
  accountId: string,
  name: string,
  email: string | null,
  timeZone: string,
): Record<string, unknown> {
  const picture = `${site.base}/avatar/${accountId.slice(-6)}`;
  return {
    self: `${site.base}/rest/api/3/user?accountId=${encodeURIComponent(accountId)}`,
    accountId,
    ...(email === null ? {} : { emailAddress: email }),
    avatarUrls: {
      '48x48': `${picture}?size=48`,
      '24x24': `${picture}?size=24`,
      '16x16': `${picture}?size=16`,
      '32x32': `${picture}?size=32`,
    },
    displayName: name,
    active: true,
    timeZone,
    accountType: 'atlassian',
  };
}
