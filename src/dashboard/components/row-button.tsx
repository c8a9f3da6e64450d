import type { ButtonHTMLAttributes } from 'react';
import classes from './row-button.module.css';

/** A button in a row: there may be a hundred of them while a list is scrolled, so it is drawn by the browser alone. */
export function RowButton({
  look = 'bare',
  ...props
}: ButtonHTMLAttributes<HTMLButtonElement> & { readonly look?: 'main' | 'framed' | 'bare' }) {
  return <button type="button" {...props} className={classes.button} data-look={look} />;
}
