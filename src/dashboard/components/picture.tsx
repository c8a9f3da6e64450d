import { type ReactNode, useId } from 'react';
import { usePreference } from '../hooks/use-preference.ts';
import { pictureTexts as texts } from '../texts/en/overview.tsx';
import classes from './picture.module.css';

/** A picture under its heading, with the table of the same numbers one button away. */
export function Picture(props: { title: string; name: string; caption: string; picture: ReactNode; table: ReactNode }) {
  const [shown, setShown] = usePreference<'picture' | 'table'>(`show-${props.name}`, 'picture');
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>{props.title}</h2>
        <button
          type="button"
          className={`${classes.twin} small`}
          onClick={() => setShown(shown === 'picture' ? 'table' : 'picture')}
        >
          {shown === 'picture' ? texts.asTable : texts.asPicture}
          <span className="visually-hidden">{texts.of(props.title)}</span>
        </button>
      </div>
      <p className="small soft">{props.caption}</p>
      <div className={classes.body}>{shown === 'picture' ? props.picture : props.table}</div>
    </section>
  );
}
