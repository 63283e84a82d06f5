const ROWS = 12;

/** The shape of the rows to come. */
export function RowSkeleton({ label }: { label: string }) {
  return (
    <>
      <p className="sr-only" role="status">
        {label}
      </p>
      <ul className="row-bones" aria-hidden="true">
        {Array.from({ length: ROWS }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same and never move
          <li key={at}>
            <span>
              <span className="bone bone--name" />
              <span className="bone bone--id" />
            </span>
            <span className="bone bone--tag" />
            <span>
              <span className="bone bone--when" />
              <span className="bone bone--left" />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
