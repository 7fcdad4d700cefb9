import { z } from "zod";
import { Code } from "@/lib/platform/auth/schema";
import { emailField } from "@/lib/platform/flow/fields";

/** What somebody of a customer may be. */
export const customerRoles = ["manager", "viewer"] as const;
export const CustomerRole = z.enum(customerRoles, "choose");
export type CustomerRole = z.output<typeof CustomerRole>;

/** What a role may be allowed to do; the order of the matrix. */
export const permissions = [
  "workflows.read",
  "changes.read",
  "exports.download",
  "sync.run",
  "users.read",
  "users.manage",
  "preferences.manage",
] as const;
export const Permission = z.enum(permissions, "choose");
export type Permission = z.output<typeof Permission>;

/** What each role may do where nobody has said otherwise: managers everything, viewers see (contract 8). An export may hold passwords. */
export const usualMatrix: Record<CustomerRole, readonly Permission[]> = {
  manager: permissions,
  viewer: ["workflows.read", "changes.read"],
};

/** What may be seen first. */
export const widgets = ["last_sync", "workflows", "changes", "users"] as const;
export const Widget = z.enum(widgets);
export type Widget = z.output<typeof Widget>;

/** What each role sees first, in order, where nobody has said otherwise. */
export const usualWidgets: Record<CustomerRole, readonly Widget[]> = {
  manager: ["last_sync", "workflows", "changes", "users"],
  viewer: ["last_sync", "workflows", "changes"],
};

/** What somebody must be allowed to do so that a widget has anything to show. */
export const widgetNeeds: Record<Widget, Permission> = {
  ...{ last_sync: "workflows.read", workflows: "workflows.read", changes: "changes.read", users: "users.read" },
};

/** How news are told to somebody new until they choose; who only looks is left in peace. */
export const usualChannels: Record<CustomerRole, readonly string[]> = {
  manager: ["email", "in_app"],
  viewer: ["in_app"],
};

/** Every number of inviting people. */
export const inviteLimits = {
  linkSeconds: 7 * 24 * 3600,
  /** To one address of one customer. */
  linksPer10Minutes: 3,
  linksPerDay: 10,
  /** From one customer in all. */
  invitesPerHour: 60,
  /** Calls through one link. */
  callsPer10Minutes: 30,
} as const;

// The customer that the page shows: one that was left open in another customer must not act on this one.
const customerId = z.int().positive().optional();

/** Somebody who is asked to work in a customer. */
export const NewCustomerUser = z.strictObject({ email: emailField, role: CustomerRole, customerId });
export type NewCustomerUser = z.output<typeof NewCustomerUser>;

/** Another role for somebody. */
export const RoleChange = z.strictObject({ role: CustomerRole });
export type RoleChange = z.output<typeof RoleChange>;

/** How news of a customer are told to one of its people. */
export const OwnPreferences = z.strictObject({ email: z.boolean(), inApp: z.boolean(), customerId });
export type OwnPreferences = z.output<typeof OwnPreferences>;

/** A sync that somebody of the customer asks for. */
export const OwnSync = z.strictObject({ workflowId: z.int().positive().max(2_147_483_647).optional(), customerId });
export type OwnSync = z.output<typeof OwnSync>;

/** One cell of the matrix, changed. */
const CellChange = z.strictObject({ role: CustomerRole, permission: Permission, isAllowed: z.boolean() });
export type CellChange = z.output<typeof CellChange>;

const shown = Widget.array().min(1, "chooseOne").max(widgets.length, "chooseOne").optional();
const seen = Widget.array().max(widgets.length).optional();

/**
 * What becomes of the matrix and of what roles see first, as one change: the cells that change, and of a role that is named all of its widgets, in order.
 * `seen` is what that role saw first when whoever changes it looked.
 */
export const AccessChange = z.strictObject({
  cells: CellChange.array()
    .max(customerRoles.length * permissions.length)
    .default([]),
  widgets: z.strictObject({ manager: shown, viewer: shown }).default({}),
  seen: z.strictObject({ manager: seen, viewer: seen }).optional(),
});
export type AccessChange = z.output<typeof AccessChange>;

/** What managers always may, or nobody could bring anybody into a customer. */
export const managersAlwaysMay: readonly Permission[] = ["users.read", "users.manage"];

const token = z.string().min(1).max(100);

/** What asks for the code of an invite: the secret of its link. */
export const JoinRequest = z.strictObject({ token });
export type JoinRequest = z.output<typeof JoinRequest>;

/** What answers it. */
export const JoinAnswer = z.strictObject({ token, challengeId: z.string().min(1).max(64), otp: Code });
export type JoinAnswer = z.output<typeof JoinAnswer>;

/** What stands in the link that ends mails of a customer's news. Any text is taken: whether it was ever sent to anybody is told to nobody. */
export const NewsLink = z.strictObject({ token: z.string().max(200) });
