import { expect, test } from "vitest";
import type { LinkageView, TaskView } from "@/lib/customers/view/access";
import { box, drawWorkflow, type Placed } from "./graph-layout";
import { drawLine } from "./graph-lines";

const task = (id: string, left: number | null = null, top: number | null = null): TaskView => ({
  ...{ id, name: `Task ${id}`, actionType: "Email", object: null, callType: null, priority: null, status: null },
  ...{ left, top },
});
const link = (from: string | null, to: string | null, type = "Success"): LinkageView => ({ from, to, type });
const at = (nodes: readonly Placed[], id: string) =>
  nodes.find(node => node.task.id === id) ?? expect.unreachable(`${id} is not drawn`);
const lieOver = (nodes: readonly Placed[]) =>
  nodes.some((one, place) =>
    nodes
      .slice(place + 1)
      .some(other => Math.abs(one.x - other.x) < box.width && Math.abs(one.y - other.y) < box.height),
  );

test("tasks stand as Zuora draws them, with room between them", () => {
  const { nodes, width, height } = drawWorkflow([task("1", 120, 60), task("2", 220, 60), task("3", 120, 90)], []);
  expect(lieOver(nodes)).toBe(false);
  expect([at(nodes, "1").y, at(nodes, "1").x]).toEqual([at(nodes, "2").y, at(nodes, "3").x]);
  expect(at(nodes, "2").x).toBeGreaterThan(at(nodes, "1").x);
  expect(at(nodes, "3").y).toBeGreaterThan(at(nodes, "1").y);
  for (const { x, y } of nodes) {
    expect(x + box.width).toBeLessThan(width);
    expect(y + box.height).toBeLessThan(height);
  }
});

test("where one has no place, or two have the same, each stands below what leads to it", () => {
  const linkages = [link(null, "1", "Start"), link("1", "2"), link("1", "3"), link("3", "4"), link("2", "4")];
  for (const tasks of [
    [task("1", 0, 0), task("2"), task("3"), task("4")],
    [task("1", 0, 0), task("2", 0, 0), task("3", 0, 0), task("4", 0, 0)],
  ]) {
    const { nodes, edges } = drawWorkflow(tasks, linkages);
    expect(lieOver(nodes)).toBe(false);
    expect(edges, "the start has no box").toHaveLength(4);
    for (const { from, to } of edges) expect(to.y).toBeGreaterThan(from.y);
  }
});

test("what runs in a circle, leads to itself or to nobody, or holds nothing is drawn all the same", () => {
  const circle = drawWorkflow(
    [task("1"), task("2"), task("3")],
    [link("1", "2"), link("2", "3"), link("3", "1"), link("2", "2"), link("2", "9")],
  );
  expect(lieOver(circle.nodes)).toBe(false);
  expect(circle.edges).toHaveLength(3);
  expect(drawWorkflow([], [link(null, "1")])).toMatchObject({ nodes: [], edges: [] });
});

test("a line that leaves a task out goes round its box, within the drawing, and never through it", () => {
  for (const places of [
    [task("1", 0, 0), task("2", 300, 0), task("3", 600, 0)],
    [task("1", 0, 0), task("2", 0, 200), task("3", 0, 400)],
  ]) {
    const { nodes, width, height } = drawWorkflow(places, []);
    const [first, second, third] = [at(nodes, "1"), at(nodes, "2"), at(nodes, "3")];
    expect(drawLine(first, second, nodes).path).not.toEqual(drawLine(first, third, nodes).path);
    const [x1, y1, x2, y2, x3, y3, x4, y4] = (drawLine(first, third, nodes).path.match(/[\d.]+/g) ?? []).map(
      Number,
    ) as [...[number, number, number, number], ...[number, number, number, number]];
    const middle = { x: (x1 + 3 * x2 + 3 * x3 + x4) / 8, y: (y1 + 3 * y2 + 3 * y3 + y4) / 8 };
    const isInside =
      middle.x > second.x && middle.x < second.x + box.width && middle.y > second.y && middle.y < second.y + box.height;
    expect(isInside).toBe(false);
    expect(middle.x).toBeLessThan(width);
    expect(middle.y).toBeLessThan(height);
  }
});
