/** The columns that can be left out, in their order; whom a row is about always stands first. */
export const columnIds = ["kind", "status", "progress", "step", "started", "duration", "attempts", "error"] as const;
export type ColumnId = (typeof columnIds)[number];

/** After how many seconds the rows are asked for again; 0 is never. */
export const paces = [0, 5, 15, 60] as const;
export const usualPace = 15;
