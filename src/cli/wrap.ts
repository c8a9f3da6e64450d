/** Lines of whole words ("40 %" is one), none longer than `width` unless a single word is. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+(?!%)/u).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

/** A label and its text beside it, the text's further lines under its first. */
export function labelled(label: string, text: string, labelWidth: number, width: number): string[] {
  const [first = '', ...rest] = wrap(text, Math.max(20, width - labelWidth));
  return [label.padEnd(labelWidth) + first, ...rest.map((line) => ' '.repeat(labelWidth) + line)];
}
