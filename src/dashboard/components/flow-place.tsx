import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { StrategyMapAnswer } from '../../api/schemas/strategy-map.ts';
import { mapTexts as texts } from '../texts/en/map.tsx';
import { mapStandingNames } from '../words.ts';
import { type LinkLook, PartPageLink } from './part-page-link.tsx';

export type MapNode = StrategyMapAnswer['nodes'][number] & {
  /** So many places are drawn as this one. */
  readonly folded?: number;
};

export interface MapSearch {
  readonly goal?: string | undefined;
  readonly team?: string | undefined;
  readonly manager?: string | undefined;
  readonly teams?: 'all' | undefined;
}

/** As it is called in full, in picture and table. */
export function nameOf({ kind, of, key, name, teams, folded }: MapNode): string {
  if (folded) return texts.folded(folded);
  if (kind === 'nothing') return mapStandingNames[of as keyof typeof mapStandingNames];
  if (kind === 'rest') return texts.rest(teams ?? 0);
  if (kind === 'group') return texts.group(name, teams ?? 0);
  return key && kind !== 'vision' ? `${key} ${name}` : name;
}

/** Where all of them stand, by what they are. */
const COLUMN_PAGES: Partial<Record<MapNode['kind'], '/teams'>> = { team: '/teams', group: '/teams', manager: '/teams' };

type PlaceProps = { readonly node: MapNode; readonly search: MapSearch; readonly children: ReactNode } & LinkLook;

/** A place of the map leads one step further down: into an objective, a person's teams, or a team's page; else to the list of its work. */
export function PlaceLink({ node, search, ...common }: PlaceProps) {
  const { goal: _, teams: _teams, ...within } = search;
  if (node.folded) return <Link to={COLUMN_PAGES[node.kind] ?? '/goals'} {...common} />;
  const isWalkedTo = node.kind === 'team' || (node.kind === 'manager' && node.of === search.manager);
  if (node.page && node.of && isWalkedTo) return <PartPageLink page={node.page} id={node.of} {...common} />;
  if (node.kind === 'objective' && node.key !== search.goal)
    return <Link to="/map" search={{ ...search, goal: node.key ?? undefined }} {...common} />;
  if (node.key) return <Link to="/goals/$goalKey" params={{ goalKey: node.key }} {...common} />;
  if (node.kind === 'manager' || node.kind === 'group')
    return <Link to="/map" search={{ ...search, manager: node.of ?? undefined }} {...common} />;
  if (node.kind === 'rest') return <Link to="/map" search={{ ...search, teams: 'all' }} {...common} />;
  if (node.kind === 'team') return <Link to="/unaligned" search={{ ...within, team: node.of ?? 'none' }} {...common} />;
  return <Link to="/unaligned" search={{ ...within, state: node.of ?? undefined }} {...common} />;
}

/** The same place in the table: teams, and whoever leads them, by their pages. */
export function PlaceName({ node, search }: { node: MapNode; search: MapSearch }) {
  if (node.page && node.of)
    return (
      <PartPageLink page={node.page} id={node.of}>
        {nameOf(node)}
      </PartPageLink>
    );
  return (
    <PlaceLink node={node} search={search}>
      {nameOf(node)}
    </PlaceLink>
  );
}
