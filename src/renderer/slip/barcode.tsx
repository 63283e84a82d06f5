import { code128 } from './code128.ts';

/** Three dots of a thermal printer, which has eight to the millimetre: edges of bars then fall on dots. */
const MODULE_MM = 0.375;
const HEIGHT_MM = 9;

/** A text as Code 128. */
export function Barcode({ text, label }: { text: string; label: string }) {
  const { bars, width } = code128(text);
  return (
    <svg
      className="slip__bars"
      width={`${width * MODULE_MM}mm`}
      height={`${HEIGHT_MM}mm`}
      viewBox={`0 0 ${width} 1`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={bars.map((bar) => `M${bar.x} 0h${bar.width}v1h-${bar.width}z`).join('')} />
    </svg>
  );
}
