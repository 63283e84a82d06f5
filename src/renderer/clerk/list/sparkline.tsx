const BAR = { width: 3, step: 4, height: 16 };

/**
 * Failures in the hour before the lock, twelve spans; the busiest are dark. Two paths instead of twelve bars: a list draws
 * it for every row.
 */
export function Sparkline({ trend }: { trend: readonly number[] }) {
  const most = Math.max(...trend, 1);
  const bars = trend.map((count, at) => {
    const height = Math.max(1, Math.round((count / most) * (BAR.height - 1)));
    return { hot: count === most, path: `M${at * BAR.step} ${BAR.height}v-${height}h${BAR.width}v${height}z` };
  });
  const join = (hot: boolean) =>
    bars
      .filter((bar) => bar.hot === hot)
      .map(({ path }) => path)
      .join('');
  return (
    <svg className="spark" viewBox={`0 0 ${12 * BAR.step - 1} ${BAR.height}`} aria-hidden="true">
      <path d={join(false)} />
      <path className="hot" d={join(true)} />
    </svg>
  );
}
