import type { ReactNode, Ref } from 'react';

interface ChipProps {
  children: ReactNode;
  /** From the counters; left out where nothing feeds it. */
  count?: number | string | undefined;
  pressed: boolean;
  onPress: () => void;
  ref?: Ref<HTMLButtonElement> | undefined;
}

/** One of the filters above a list, with what it would leave. */
export function Chip({ children, count, pressed, onPress, ref }: ChipProps) {
  return (
    <button ref={ref} type="button" className="chip" aria-pressed={pressed} onClick={onPress}>
      {children}
      {count !== undefined && <span className="count">{count}</span>}
    </button>
  );
}
