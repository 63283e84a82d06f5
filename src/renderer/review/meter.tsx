const WIDTH = 120;
const HEIGHT = 12;

/** Of fewer, twice as many as usual is chance. */
export const TELLING_MIN = 5;

interface MeterProps {
  own: number;
  /** What is usual; drawn as a line across. */
  usual: number;
}

/** One figure beside what is usual. For sight only: the figures stand beside it. */
export function Meter({ own, usual }: MeterProps) {
  const most = Math.max(own, usual * 2, 1);
  const width = (WIDTH * own) / most;
  const peer = (WIDTH * usual) / most;
  return (
    <svg className="meter" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="meter__track" x="0" y="4" width={WIDTH} height="4" />
      <rect
        className={own >= TELLING_MIN && own > usual * 2 ? 'meter__self meter__self--over' : 'meter__self'}
        x="0"
        y="4"
        width={width}
        height="4"
      />
      <line className="meter__peer" x1={peer} x2={peer} y1="1" y2="11" />
    </svg>
  );
}
