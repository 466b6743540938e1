import type { MarkShape } from './types.ts';

const SHAPES: Record<MarkShape, (r: number) => string> = {
  disc: circle,
  ring: circle,
  cross: (r) => {
    const arm = r * 0.42;
    return `M${-arm} ${-r}H${arm}V${-arm}H${r}V${arm}H${arm}V${r}H${-arm}V${arm}H${-r}V${-arm}H${-arm}Z`;
  },
  square: (r) => `M${-r * 0.85} ${-r * 0.85}H${r * 0.85}V${r * 0.85}H${-r * 0.85}Z`,
  triangle: (r) => `M0 ${-r * 1.1}L${r} ${r * 0.8}H${-r}Z`,
  diamond: (r) => `M0 ${-r * 1.15}L${r * 1.15} 0L0 ${r * 1.15}L${-r * 1.15} 0Z`,
};

function circle(r: number): string {
  return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
}

/** A point's mark: each kind differs by shape, not by colour alone. */
export function Mark({
  shape,
  radius,
  tone,
}: {
  shape: MarkShape;
  radius: number;
  tone?: 'danger' | 'warning' | undefined;
}) {
  const names = [
    'bg-mark-shape',
    shape === 'ring' ? 'bg-mark-hollow' : '',
    tone === undefined ? '' : `bg-mark-${tone}`,
  ];
  return <path className={names.join(' ').trim()} d={SHAPES[shape](radius)} />;
}
