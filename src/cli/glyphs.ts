import { speaksUtf8 } from '../../config/config.ts';

/** The plumb line's signs; plain ASCII where the terminal is not known to speak UTF-8. */
export function glyphs() {
  if (!speaksUtf8()) {
    return { vision: '*', objective: '#', 'key-result': '=', task: 'o', solid: '|', dotted: ':', cut: '/' } as const;
  }
  return { vision: '●', objective: '◆', 'key-result': '■', task: '○', solid: '│', dotted: '┊', cut: '╱' } as const;
}
