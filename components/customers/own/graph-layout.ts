import type { LinkageView, TaskView } from "@/lib/customers/view/access";

/** How large a task is drawn, and how far from its neighbours, in the units of the drawing. */
export const box = { width: 168, height: 52, gapX: 44, gapY: 56, margin: 16 } as const;

/** A task where it is drawn: the upper left corner of its box. */
export type Placed = { task: TaskView; x: number; y: number };

/** A drawing: tasks, the lines between two of them, and its size. */
export type Drawing = {
  nodes: Placed[];
  edges: { from: Placed; to: Placed; type: string }[];
  width: number;
  height: number;
};

type Spot = { id: string; left: number; top: number };

// Wider than this nobody reads a drawing: then it is put in order anew.
const mostStretch = 6;

const overlaps = (one: Spot, other: Spot, [sx, sy]: readonly [number, number]) =>
  Math.abs(one.left - other.left) * sx < box.width + box.gapX &&
  Math.abs(one.top - other.top) * sy < box.height + box.gapY / 2;

/** The least stretch by which no two boxes lie over each other; null where none does it. */
function stretchOf(spots: readonly Spot[]): readonly [number, number] | null {
  for (let stretch = 1; stretch <= mostStretch; stretch += 0.1)
    for (const scale of [[stretch, 1] as const, [stretch, stretch] as const])
      if (!spots.some((one, at) => spots.slice(at + 1).some(other => overlaps(one, other, scale)))) return scale;
  return null;
}

/** Where Zuora draws the tasks, stretched so far that our boxes have room; null unless all have a place of their own. */
function placeAsDrawn(tasks: readonly TaskView[]): Map<string, [number, number]> | null {
  const spots = tasks.flatMap(({ id, left, top }) => (left === null || top === null ? [] : [{ id, left, top }]));
  const scale = spots.length === tasks.length ? stretchOf(spots) : null;
  if (!scale) return null;
  const [firstX, firstY] = [Math.min(...spots.map(({ left }) => left)), Math.min(...spots.map(({ top }) => top))];
  return new Map(spots.map(({ id, left, top }) => [id, [(left - firstX) * scale[0], (top - firstY) * scale[1]]]));
}

/** How many tasks come before each at most; what runs in a circle stops where it began. */
function layersOf(tasks: readonly TaskView[], linkages: readonly LinkageView[]): Map<string, number> {
  const layers = new Map(tasks.map(({ id }) => [id, 0]));
  // As often as there are tasks: longer is no way without a circle.
  for (let round = 1; round < tasks.length; round++) {
    let hasMoved = false;
    for (const { from, to } of linkages) {
      const [before, after] = [layers.get(from ?? ""), layers.get(to ?? "")];
      if (before === undefined || after === undefined || from === to) continue;
      if (after > before || before + 1 >= tasks.length) continue;
      layers.set(String(to), before + 1);
      hasMoved = true;
    }
    if (!hasMoved) break;
  }
  return layers;
}

/** In rows: each task below those that lead to it. */
function placeInLayers(tasks: readonly TaskView[], linkages: readonly LinkageView[]): Map<string, [number, number]> {
  const layers = layersOf(tasks, linkages);
  const used = [...new Set(layers.values())].sort((one, other) => one - other);
  const taken = new Map<number, number>();
  return new Map(
    tasks.map(({ id }) => {
      const row = used.indexOf(layers.get(id) ?? 0);
      const column = taken.get(row) ?? 0;
      taken.set(row, column + 1);
      return [id, [column * (box.width + box.gapX), row * (box.height + box.gapY)]];
    }),
  );
}

/** Draws a workflow: as Zuora does where it tells where, otherwise in rows; of linkages those between two tasks that are known. */
export function drawWorkflow(tasks: readonly TaskView[], linkages: readonly LinkageView[]): Drawing {
  const places = placeAsDrawn(tasks) ?? placeInLayers(tasks, linkages);
  const nodes = tasks.map(task => {
    const [x, y] = places.get(task.id) ?? [0, 0];
    return { task, x: x + box.margin, y: y + box.margin };
  });
  const known = new Map(nodes.map(node => [node.task.id, node]));
  const edges = linkages.flatMap(({ from, to, type }) => {
    const [before, after] = [known.get(from ?? ""), known.get(to ?? "")];
    return before && after && before !== after ? [{ from: before, to: after, type }] : [];
  });
  const farthest = (of: (node: Placed) => number) => Math.max(0, ...nodes.map(of));
  return {
    ...{ nodes, edges },
    width: farthest(({ x }) => x) + box.width + box.margin,
    height: farthest(({ y }) => y) + box.height + box.margin,
  };
}
