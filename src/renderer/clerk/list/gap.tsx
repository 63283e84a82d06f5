/** The room of rows that are not in the page. */
export function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus
    <tr className="gap" aria-hidden="true">
      <td style={{ blockSize: height }} />
    </tr>
  );
}
