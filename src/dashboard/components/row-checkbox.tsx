import classes from './row-checkbox.module.css';

/** A tick of the browser's own: cheap to draw, however many there are. */
export function RowCheckbox(props: { label: string; state: boolean | 'some'; onChange: () => void }) {
  return (
    <input
      type="checkbox"
      className={classes.box}
      aria-label={props.label}
      checked={props.state === true}
      ref={(box) => {
        if (box) box.indeterminate = props.state === 'some';
      }}
      onChange={props.onChange}
    />
  );
}
