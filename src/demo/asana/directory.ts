/** What of Asana stays the same all through: workspace, users, teams, projects, sections, tags, time periods. */
import type { SimCycle, SimPerson, SimScope, World } from '../world.ts';
import { type CustomFields, makeCustomFields } from './custom-fields.ts';
import { gidOf, isoOf } from './ids.ts';
import type { AsanaRecord } from './render.ts';

export interface Directory {
  readonly world: World;
  readonly workspace: AsanaRecord;
  readonly users: readonly AsanaRecord[];
  readonly teams: readonly AsanaRecord[];
  readonly timePeriods: readonly AsanaRecord[];
  readonly scopes: readonly SimScope[];
  readonly customFields: CustomFields;
  userOf(personId: string | null): AsanaRecord | null;
  /** The user the token belongs to. */
  readonly me: AsanaRecord;
  sectionsOf(scope: SimScope): readonly AsanaRecord[];
  /** The section of a scope by its gid; null for one it does not have. */
  sectionOf(scopeId: string, gid: string | null): AsanaRecord | null;
  projectAt(scope: SimScope, now: number): AsanaRecord;
  scopeById(id: string): SimScope | undefined;
  tag(name: string): AsanaRecord;
}

const yearMs = 365 * 24 * 3_600_000;

export function makeDirectory(world: World): Directory {
  const workspace = {
    gid: gidOf('workspace', world.seed),
    resource_type: 'workspace',
    name: world.organisation.name,
    is_organization: true,
    email_domains: [...new Set(world.people.map((person) => person.email.split('@')[1] ?? ''))].slice(0, 1),
  };
  const users = new Map(world.people.flatMap((person) => entryOf(person, workspace)));
  const teams = new Map(world.teams.map((team) => [team.id, makeTeam(team, workspace)]));
  const scopes = world.scopes.filter((scope) => scope.tool === 'asana');
  const scopesById = new Map(scopes.map((scope) => [scope.id, scope]));
  const sections = new Map(scopes.map((scope) => [scope.id, scope.groups.map(makeSection)]));
  const tags = new Map<string, AsanaRecord>();
  const userOf = (personId: string | null) => (personId === null ? null : (users.get(personId) ?? null));
  const me = [...users.values()][0] ?? makeRobot(workspace);
  const leads = new Map(world.teams.map((team) => [team.id, team.leadId]));
  const projects = new Map<string, { now: number; record: AsanaRecord }>();
  return {
    world,
    workspace,
    users: [...users.values()],
    teams: [...teams.values()],
    timePeriods: world.cycles.map(makeTimePeriod),
    scopes,
    customFields: makeCustomFields(world),
    userOf,
    me,
    sectionsOf: (scope) => sections.get(scope.id) ?? [],
    sectionOf: (scopeId, gid) => sections.get(scopeId)?.find((section) => section.gid === gid) ?? null,
    scopeById: (id) => scopesById.get(id),
    projectAt: (scope, now) => {
      const known = projects.get(scope.id);
      if (known?.now === now) return known.record;
      const team = scope.teamId === null ? null : (teams.get(scope.teamId) ?? null);
      const owner = userOf(leads.get(scope.teamId ?? '') ?? null);
      const record = makeProject(scope, now, { world, workspace, team, owner });
      projects.set(scope.id, { now, record });
      return record;
    },
    tag: (name) => {
      const known = tags.get(name) ?? { gid: gidOf('tag', name), resource_type: 'tag', name, color: 'none', workspace };
      tags.set(name, known);
      return known;
    },
  };
}

function entryOf(person: SimPerson, workspace: AsanaRecord): [string, AsanaRecord][] {
  const account = person.accounts.asana;
  if (!account) return [];
  const user = { gid: account.id, resource_type: 'user', name: account.name, photo: null, workspaces: [workspace] };
  return [[person.id, account.email === null ? user : { ...user, email: account.email }]];
}

function makeRobot(workspace: AsanaRecord): AsanaRecord {
  return { gid: gidOf('user', 'api'), resource_type: 'user', name: 'API', photo: null, workspaces: [workspace] };
}

function makeTeam(team: World['teams'][number], workspace: AsanaRecord): AsanaRecord {
  const gid = gidOf('team', team.id);
  return {
    gid,
    resource_type: 'team',
    name: team.name,
    description: '',
    organization: workspace,
    permalink_url: `https://app.asana.com/0/${gid}`,
    visibility: 'request_to_join',
  };
}

function makeSection(group: SimScope['groups'][number]): AsanaRecord {
  return { gid: group.vendorId, resource_type: 'section', name: group.name };
}

function makeTimePeriod(cycle: SimCycle): AsanaRecord {
  const quarter = Math.floor((Number(cycle.startsOn.slice(5, 7)) - 1) / 3) + 1;
  return {
    gid: gidOf('time period', cycle.name),
    resource_type: 'time_period',
    start_on: cycle.startsOn,
    end_on: cycle.endsOn,
    period: `Q${quarter}`,
    display_name: `Q${quarter} FY${cycle.startsOn.slice(2, 4)}`,
  };
}

interface ProjectParts {
  readonly world: World;
  readonly workspace: AsanaRecord;
  readonly team: AsanaRecord | null;
  readonly owner: AsanaRecord | null;
}

function makeProject(scope: SimScope, now: number, parts: ProjectParts): AsanaRecord {
  const { world, workspace, team, owner } = parts;
  const archived = scope.archivedAt !== null && scope.archivedAt <= now;
  const people = owner ? [owner] : [];
  return {
    gid: scope.vendorId,
    resource_type: 'project',
    name: scope.name,
    archived,
    color: 'light-teal',
    completed: false,
    completed_at: null,
    created_at: isoOf(world.startsAt - yearMs),
    current_status: null,
    current_status_update: null,
    custom_fields: [],
    default_access_level: 'editor',
    default_view: 'list',
    due_date: null,
    due_on: null,
    followers: people,
    members: people,
    minimum_access_level_for_customization: 'editor',
    minimum_access_level_for_sharing: 'editor',
    modified_at: isoOf(archived ? (scope.archivedAt as number) : world.startsAt),
    notes: '',
    owner,
    permalink_url: `https://app.asana.com/1/${workspace.gid}/project/${scope.vendorId}`,
    privacy_setting: 'public_to_workspace',
    public: true,
    start_on: null,
    team,
    workspace,
  };
}
