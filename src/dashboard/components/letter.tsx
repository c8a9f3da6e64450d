import { Button } from '@mantine/core';
import { useState } from 'react';
import { letterTexts as texts } from '../texts/en/outbox.tsx';
import classes from './letter.module.css';

/** A mail as its reader got it: nothing in it runs, and nothing is fetched for it. */
export function Letter({ subject, html, text }: { subject: string; html: string; text: string }) {
  const [isText, setText] = useState(false);
  return (
    <section className={classes.stack} aria-label={texts.label(subject)}>
      <h2>{subject}</h2>
      <Button onClick={() => setText(!isText)}>{isText ? texts.asHtml : texts.asText}</Button>
      {isText ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <pre className={classes.text} tabIndex={0}>
          {text}
        </pre>
      ) : (
        <iframe className={classes.letter} title={subject} sandbox="" srcDoc={html} />
      )}
    </section>
  );
}
