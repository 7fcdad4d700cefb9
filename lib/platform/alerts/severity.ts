import type { AnyRule, Severity } from "./schema";

// A provider that is out for so long is no hiccup any more.
const longMinutes = 60;

type Detail = Record<string, string | number>;

// What nobody may sleep through; everything else is a warning.
const critical: Partial<Record<AnyRule, (detail: Detail) => boolean>> = {
  dead_man: () => true,
  security: () => true,
  unreadable_secret: () => true,
  open_circuits: ({ minutes }) => Number(minutes) >= longMinutes,
};

/** How bad it is what a rule has found. */
export const severityOf = (kind: AnyRule, detail: Detail): Severity =>
  critical[kind]?.(detail) === true ? "critical" : "warning";

/** Can what a rule finds be critical? Only then it tells by SMS. */
export const mayBeCritical = (kind: AnyRule): boolean => critical[kind] !== undefined;
