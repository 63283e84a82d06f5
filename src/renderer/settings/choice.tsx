import { useId } from 'react';

interface ChoiceProps<T extends string> {
  legend: string;
  hint?: string;
  value: T;
  choices: readonly { id: T; label: string }[];
  onChoose: (id: T) => void;
}

/** One of a few, all in sight. */
export function Choice<T extends string>({ legend, hint, value, choices, onChoose }: ChoiceProps<T>) {
  const name = useId();
  const hintId = useId();
  return (
    <fieldset className="field" aria-describedby={hint === undefined ? undefined : hintId}>
      <legend className="legend">{legend}</legend>
      <div className="settings__choices">
        {choices.map(({ id, label }) => (
          <label key={id} className="option option--line">
            <input className="radio" type="radio" name={name} checked={id === value} onChange={() => onChoose(id)} />
            {label}
          </label>
        ))}
      </div>
      {hint !== undefined && (
        <p className="hint" id={hintId}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}
