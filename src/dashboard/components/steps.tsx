import classes from './steps.module.css';

/** Where one is on a short path. */
export function Steps({ names, at }: { names: readonly string[]; at: number }) {
  return (
    <ol className={`plain-list ${classes.steps}`} aria-label="Steps">
      {names.map((name, index) => (
        <li key={name} aria-current={index === at ? 'step' : undefined} data-done={index < at || undefined}>
          <span aria-hidden="true">{index < at ? '●' : '○'}</span> {index + 1}. {name}
          {index < at && <span className="visually-hidden"> (done)</span>}
        </li>
      ))}
    </ol>
  );
}
