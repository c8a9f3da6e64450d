import type { App } from '../../../../src/api/app-type.ts';

/** Every route of the app as `METHOD /path/:param`, read from the router's own table; HEAD comes with each GET. */
export function listRoutes(app: App): string[] {
  const found: string[] = [];
  const path: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', segment = '', methods = ''] = /^(.*?)[├└]── (\S*) ?(?:\(([^)]*)\))?$/.exec(line) ?? [];
    if (segment === '') continue;
    const depth = indent.length / 4;
    path.length = depth;
    path.push(segment);
    // The root is "/" and what hangs under it is written without one.
    const url = path.join('').replace(/^\/\//, '/');
    for (const method of methods.split(', ').filter(Boolean)) if (method !== 'HEAD') found.push(`${method} ${url}`);
  }
  return found.sort();
}
