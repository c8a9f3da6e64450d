/** Paper and ink of the dashboard, as a mail can carry them. */
export const LIGHT = {
  paper: '#fbf9f5',
  raised: '#ffffff',
  ink: '#1c1a17',
  soft: '#4f4b44',
  rule: '#dcd7cc',
  accent: '#0b545a',
} as const;

const DARK = {
  paper: '#161513',
  raised: '#201e1b',
  ink: '#f1ede5',
  soft: '#bdb7ab',
  rule: '#37342f',
  accent: '#79c4c7',
} as const;

/** For mailboxes that tell a dark from a light reader; others show the light one, or change it as they do. */
export const DARK_STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    body, .paper, .paper > table, .paper td { background-color: ${DARK.paper} !important; }
    .ink, .ink div, .ink td, .ink p, .ink span, .ink h1, .ink h2 { color: ${DARK.ink} !important; }
    .soft, .ink .soft { color: ${DARK.soft} !important; }
    .ink a, a.line { color: ${DARK.accent} !important; }
    .ink a.answer { background-color: ${DARK.raised} !important; border-color: ${DARK.accent} !important; }
    .ruled { border-color: ${DARK.rule} !important; }
  }
  @media (max-width: 480px) {
    a.answer { display: block !important; text-align: center !important; margin-right: 0 !important; }
  }`;
