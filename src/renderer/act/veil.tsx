const DOTS = [4, 13, 22, 37, 46, 55, 70, 79, 88];

/** Nine dots in threes, in place of a code that staff never see. */
export function Veil({ className }: { className: string }) {
  return (
    <svg className={className} viewBox="0 0 92 8" aria-hidden="true">
      {DOTS.map((x) => (
        <circle key={x} cx={x} cy="4" r="2.5" />
      ))}
    </svg>
  );
}
