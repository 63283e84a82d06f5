import { useId } from 'react';

interface CheckProps {
  label: string;
  hint: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Something that is so or not. */
export function Check({ label, hint, checked, onChange }: CheckProps) {
  const hintId = useId();
  return (
    <div className="field">
      <label className="settings__check">
        <input
          type="checkbox"
          className="checkbox"
          checked={checked}
          aria-describedby={hintId}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      <p className="hint" id={hintId}>
        {hint}
      </p>
    </div>
  );
}
