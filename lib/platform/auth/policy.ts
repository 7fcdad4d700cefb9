type Holder = { roles: readonly { role: string }[] } | null;

const holds = (holder: Holder, ...names: string[]) => holder?.roles.some(({ role }) => names.includes(role)) ?? false;

/** May they see personal data and act? Operators read masked and change nothing. */
export const isAdmin = (holder: Holder): boolean => holds(holder, "admin");

/** True for admins and operators. */
export const isStaff = (holder: Holder): boolean => holds(holder, "admin", "operator");
