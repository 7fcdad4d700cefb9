import { box, type Placed } from "./graph-layout";

type Point = { x: number; y: number };

/** A line of the drawing: its path, and where its word stands. */
export type Line = { path: string; word: Point };

// Less than the margin of the drawing: the bow stays within it.
const bow = box.margin * 1.25;

const middleOf = ({ x, y }: Placed): Point => ({ x: x + box.width / 2, y: y + box.height / 2 });
const isBetween = (at: number, one: number, other: number) => at > Math.min(one, other) && at < Math.max(one, other);

/** Does a box stand where a straight line between two others would run? */
function isCrossed(a: Point, b: Point, others: readonly Point[], isDown: boolean): boolean {
  return others.some(one =>
    isDown
      ? Math.abs(a.x - b.x) < box.width &&
        isBetween(one.y, a.y, b.y) &&
        Math.abs(one.x - (a.x + b.x) / 2) < box.width / 2
      : isBetween(one.x, a.x, b.x) && Math.abs(one.y - (a.y + b.y) / 2) < box.height / 2,
  );
}

/** Round what stands between: below a row, to the right of a column. */
function goRound(a: Point, b: Point, isDown: boolean): Line {
  if (isDown) {
    const [x, reach] = [Math.max(a.x, b.x) + box.width / 2, Math.max(a.x, b.x) + box.width / 2 + bow];
    const from = a.x + box.width / 2;
    const to = b.x + box.width / 2;
    return { path: `M${from} ${a.y}C${reach} ${a.y} ${reach} ${b.y} ${to} ${b.y}`, word: { x, y: (a.y + b.y) / 2 } };
  }
  const [from, to] = [a.y + box.height / 2, b.y + box.height / 2];
  const reach = Math.max(from, to) + bow;
  const word = { x: (a.x + b.x) / 2, y: reach };
  return { path: `M${a.x} ${from}C${a.x} ${reach} ${b.x} ${reach} ${b.x} ${to}`, word };
}

/** The line from one task to another: between the sides that look at each other, and round what stands between them. */
export function drawLine(from: Placed, to: Placed, nodes: readonly Placed[]): Line {
  const [a, b] = [middleOf(from), middleOf(to)];
  const isDown = Math.abs(b.y - a.y) >= box.height;
  const others = nodes.filter(node => node !== from && node !== to).map(middleOf);
  if (isCrossed(a, b, others, isDown)) return goRound(a, b, isDown);
  const side = (one: Point, other: Point): Point =>
    isDown
      ? { x: one.x, y: one.y + (other.y > one.y ? box.height / 2 : -box.height / 2) }
      : { x: one.x + (other.x > one.x ? box.width / 2 : -box.width / 2), y: one.y };
  const [start, end] = [side(a, b), side(b, a)];
  const half = (start.y + end.y) / 2;
  const bend = isDown ? `C${start.x} ${half} ${end.x} ${half} ${end.x} ${end.y}` : `L${end.x} ${end.y}`;
  return { path: `M${start.x} ${start.y}${bend}`, word: { x: (start.x + end.x) / 2, y: half - 4 } };
}
