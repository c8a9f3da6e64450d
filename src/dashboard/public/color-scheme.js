// Runs before the first paint, so that the page does not flash in the other colours. A file of its own: the page's
// content security policy allows no inline script.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('plumbline-color-scheme');
  } catch {
    // Storage can be switched off; the system's choice then holds.
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();
