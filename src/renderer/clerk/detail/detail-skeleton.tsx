/** The shape of an account to come. */
export function DetailSkeleton({ label }: { label: string }) {
  return (
    <div className="bones-detail" aria-busy="true">
      <p className="sr-only" role="status">
        {label}
      </p>
      <span className="bone bone--title" />
      <span className="bone bone--facts" />
      <span className="bone bone--why" />
      <span className="bone bone--facts" />
      <span className="bone bone--facts" />
      <span className="bone bone--facts" />
    </div>
  );
}
