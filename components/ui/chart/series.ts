/** One row of numbers of a chart. Series differ by how they are drawn, not by colour alone. */
export type Series = {
  /** Which of a point's values it draws. */
  id: string;
  label: string;
  /** Bars and areas stand on each other. */
  mark: "bar" | "area" | "line";
  look: "solid" | "hatched";
};

/** What stands at one place of the axis; `label` is what the axis says there. */
export type Point = { label: string; values: Readonly<Record<string, number>> };

/** What the numbers are. */
export type Unit = { kind: "count" } | { kind: "money"; currency: string };
