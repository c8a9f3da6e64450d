import type { Plugin } from 'vite';

/** Which page an address opens, by the name of its file under `pages`; the first that fits. */
const PAGES: readonly (readonly [address: string, page: string])[] = [
  ['^/unaligned', 'unaligned'],
  ['^/review', 'review'],
  ['^/map', 'map'],
  ['^/goals/.', 'goal'],
  ['^/goals', 'goals'],
  ['^/tasks/', 'task'],
  ['^/teams/.', 'team'],
  ['^/teams', 'teams'],
  ['^/connections/?$', 'connections'],
  ['^/people', 'people'],
  ['^/settings', 'settings'],
];

/** Runs before anything else of the page, in every browser that takes modules. */
const SCRIPT = `for (const [address, files] of PAGES)
  if (new RegExp(address).test(location.pathname)) {
    for (const file of files) {
      const link = document.createElement('link');
      link.rel = file.endsWith('.css') ? 'preload' : 'modulepreload';
      if (file.endsWith('.css')) link.as = 'style';
      link.crossOrigin = '';
      link.href = '/' + file;
      document.head.append(link);
    }
    break;
  }
`;

/**
 * Each page comes in a piece of its own. Without this it is asked for only once the first script has been read: then a page other than the
 * overview is painted one round trip later.
 */
export function preloadPages(): Plugin {
  return {
    name: 'preload-pages',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
      const filesOf = (page: string) => {
        const own = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/pages/${page}.tsx`));
        if (!own) return [];
        const files = [own.fileName];
        for (const file of files)
          files.push(
            ...(byFile.get(file)?.imports ?? []).filter((one) => !files.includes(one) && !byFile.get(one)?.isEntry),
          );
        const styles = files.flatMap((file) => [...(byFile.get(file)?.viteMetadata?.importedCss ?? [])]);
        return [...files, ...new Set(styles)];
      };
      const pages = PAGES.map(([address, page]) => [address, filesOf(page)] as const).filter(
        ([, files]) => files.length > 0,
      );
      const source = `const PAGES = ${JSON.stringify(pages)};\n${SCRIPT}`;
      this.emitFile({ type: 'asset', fileName: 'preload-page.js', source });
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: '/preload-page.js' }, injectTo: 'head-prepend' }],
  };
}
