import {
  type CellChange,
  type CustomerRole,
  customerRoles,
  type Permission,
  type Widget,
  widgets,
} from "@/lib/customers/schema/access";
import type { AccessView } from "@/lib/customers/view/access";

/** What somebody has ticked or taken away and not saved, by role and name. */
export type Edits = Readonly<Record<string, boolean>>;

/** The key of one tick. */
export const keyOf = (role: CustomerRole, name: Permission | Widget): string => `${role} ${name}`;

type Kept = Pick<AccessView, "matrix" | "widgets">;

/** One thing that will be other than it is kept. */
export type Difference = { role: CustomerRole; isOn: boolean } & (
  | { permission: Permission; widget?: undefined }
  | { widget: Widget; permission?: undefined }
);

/** What would become other than it is kept. */
export function findDifferences({ matrix, widgets: shown }: Kept, edits: Edits): Difference[] {
  const cells = matrix.flatMap(({ role, permission, isAllowed }) => {
    const isOn = edits[keyOf(role, permission)] ?? isAllowed;
    return isOn === isAllowed ? [] : [{ role, permission, isOn }];
  });
  const cards = customerRoles.flatMap(role =>
    widgets.flatMap(widget => {
      const isOn = edits[keyOf(role, widget)] ?? shown[role].includes(widget);
      return isOn === shown[role].includes(widget) ? [] : [{ role, widget, isOn }];
    }),
  );
  return [...cells, ...cards];
}

/** Differences as one change: the cells, and of a role whose widgets change all of them, those that were there in their order, with what it was seen to have. */
export function toChange(kept: Kept, differences: readonly Difference[]) {
  const cells: CellChange[] = differences.flatMap(({ role, permission, isOn }) =>
    permission ? [{ role, permission, isAllowed: isOn }] : [],
  );
  const changed = customerRoles.flatMap(role => {
    const own = differences.filter(one => one.role === role && one.widget);
    if (own.length === 0) return [];
    const isOff = (widget: Widget) => own.some(one => one.widget === widget && !one.isOn);
    const added = own.flatMap(({ widget, isOn }) => (widget && isOn ? [widget] : []));
    return [[role, [...kept.widgets[role].filter(widget => !isOff(widget)), ...added]] as const];
  });
  const seen = changed.map(([role]) => [role, kept.widgets[role]] as const);
  return { cells, widgets: Object.fromEntries(changed), seen: Object.fromEntries(seen) };
}
