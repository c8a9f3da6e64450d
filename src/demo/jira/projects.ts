import { hasHappened } from '../state.ts';
import type { SimScope } from '../world.ts';
import type { Site } from './site.ts';
import { renderReader } from './users.ts';

/** A project as issues carry it. */
export function renderProject(site: Site, scope: SimScope): Record<string, unknown> {
  const { base } = site;
  const picture = `${base}/avatar/project`;
  return {
    self: `${base}/rest/api/3/project/${scope.vendorId}`,
    id: scope.vendorId,
    key: scope.key,
    name: scope.name,
    projectTypeKey: 'software',
    simplified: scope.style === 'team-managed',
    avatarUrls: {
      '48x48': picture,
      '24x24': `${picture}?size=small`,
      '16x16': `${picture}?size=xsmall`,
      '32x32': `${picture}?size=medium`,
    },
  };
}

/** A project as the project list carries it. */
export function renderListedProject(site: Site, scope: SimScope): Record<string, unknown> {
  const { now } = site.clock;
  return {
    expand: 'description,lead,issueTypes,url,projectKeys,permissions,insight',
    ...renderProject(site, scope),
    style: scope.style === 'team-managed' ? 'next-gen' : 'classic',
    isPrivate: false,
    properties: {},
    ...(hasHappened(scope.archivedAt, now)
      ? { archived: true, archivedDate: site.zone.toJira(scope.archivedAt), archivedBy: renderReader(site) }
      : {}),
    ...(hasHappened(scope.deletedAt, now)
      ? { deleted: true, deletedDate: site.zone.toJira(scope.deletedAt), deletedBy: renderReader(site) }
      : {}),
  };
}
