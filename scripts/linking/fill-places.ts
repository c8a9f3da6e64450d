/** A line of its own: `<!-- table: seeded -->`. */
const PLACE = /^<!-- table: ([a-z-]+) -->$/gm;
/** Only whoever writes the template reads these. */
const NOTE = /^<!-- note: [\s\S]*?-->\n+/gm;

/** Puts each table into its place of the template. @throws Error where a place has no table, or a table no place */
export function fillPlaces(template: string, tables: ReadonlyMap<string, string>): string {
  const places = [...template.matchAll(PLACE)].map(([, name]) => name);
  const unplaced = [...tables.keys()].filter((name) => !places.includes(name));
  if (unplaced.length > 0) throw new Error(`The template has no place for: ${unplaced.join(', ')}`);
  return template.replace(NOTE, '').replace(PLACE, (_, name: string) => {
    const table = tables.get(name);
    if (table === undefined) throw new Error(`The template has a place for a table that is not made: ${name}`);
    return table;
  });
}
