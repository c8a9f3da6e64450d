/** Text as it may stand in a page or in an attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 80rem; padding: 1rem 1.5rem 4rem; color: #1d2327; background: #fff }
  h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2.5rem }
  table { border-collapse: collapse; width: 100% } caption { text-align: left; color: #50575e; padding: .25rem 0 }
  th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid #dcdcde }
  th { font-weight: 600 } thead th { border: 0 } small { color: #50575e; font-weight: 400; display: block }
  button, select, input { font: inherit; padding: .15rem .5rem; max-width: 11rem } form.line { display: flex; gap: .5rem; flex-wrap: wrap }
  [role=status] { background: #edfaef; padding: .5rem .75rem } [role=alert] { background: #fcf0f1; padding: .5rem .75rem }
  @media (prefers-color-scheme: dark) { body { color: #e8e8e8; background: #16181a } small, caption { color: #a7aaad } th, td { border-color: #3c434a }
    [role=status] { background: #10351a } [role=alert] { background: #4a1416 } a { color: #8ab8ff } }
`;

/** A whole page without any script. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${style}</style><main>${body}</main></html>`;
}
