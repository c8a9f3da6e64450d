/** The plumb line's signs; plain ASCII where the terminal is not known to speak UTF-8. */
export function glyphs() {
  const says = `${process.env.LC_ALL ?? ''}${process.env.LC_CTYPE ?? ''}${process.env.LANG ?? ''}`;
  const isPlain = says !== '' && !/utf-?8/i.test(says);
  if (isPlain)
    return { vision: '*', objective: '#', 'key-result': '=', task: 'o', solid: '|', dotted: ':', cut: '/' } as const;
  return { vision: '●', objective: '◆', 'key-result': '■', task: '○', solid: '│', dotted: '┊', cut: '╱' } as const;
}
