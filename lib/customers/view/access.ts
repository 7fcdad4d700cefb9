import { z } from "zod";
import { CustomerRole, Permission, Widget } from "../schema/access";
import { WorkflowView } from "./workflow";

/** One task of a workflow, and where Zuora draws it. */
export const TaskView = z.object({
  id: z.string(),
  name: z.string(),
  actionType: z.string(),
  object: z.string().nullable(),
  callType: z.string().nullable(),
  priority: z.string().nullable(),
  status: z.string().nullable(),
  left: z.number().nullable(),
  top: z.number().nullable(),
});
export type TaskView = z.infer<typeof TaskView>;

/** How two tasks hang together; without the first it is the beginning, without the second the end. */
export const LinkageView = z.object({ from: z.string().nullable(), to: z.string().nullable(), type: z.string() });
export type LinkageView = z.infer<typeof LinkageView>;

/** A workflow with what is in it, as its customer may see it: of the export only whether there is one to download. */
export const WorkflowDetail = WorkflowView.extend({
  hasExport: z.boolean(),
  parts: z.array(TaskView),
  linkages: z.array(LinkageView),
});
export type WorkflowDetail = z.infer<typeof WorkflowDetail>;

/** What a download would bring, told to whoever only asks. */
export const ExportNotice = z.object({ isThere: z.boolean(), name: z.string() });
export type ExportNotice = z.infer<typeof ExportNotice>;

/** Somebody who works in a customer. */
export const CustomerUserView = z.object({
  id: z.int(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  role: CustomerRole,
  joinedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
  /** Is it whoever asks? */
  isSelf: z.boolean(),
});
export type CustomerUserView = z.infer<typeof CustomerUserView>;

/** Somebody who was asked by mail and has not come yet. */
export const CustomerInviteView = z.object({
  id: z.int(),
  email: z.string(),
  role: CustomerRole,
  sentAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  isExpired: z.boolean(),
});
export type CustomerInviteView = z.infer<typeof CustomerInviteView>;

/** Who works in a customer, and who is asked to. */
export const CustomerPeople = z.object({ users: z.array(CustomerUserView), invites: z.array(CustomerInviteView) });
export type CustomerPeople = z.infer<typeof CustomerPeople>;

/** What became of asking somebody; of a dry run only that it could be done. */
export const InvitedView = z.object({ invite: CustomerInviteView.nullable() });
export type InvitedView = z.infer<typeof InvitedView>;

/** How news of a customer are told to whoever asks. */
export const OwnPreferencesView = z.object({ email: z.boolean(), inApp: z.boolean() });
export type OwnPreferencesView = z.infer<typeof OwnPreferencesView>;

/** The run of a sync; of a dry run the one that goes on, if there is one. */
export const OwnSyncView = z.object({ jobId: z.int().nullable(), createdNew: z.boolean() });
export type OwnSyncView = z.infer<typeof OwnSyncView>;

/** One cell of the matrix, and what the newest access test found of it. */
export const AccessCell = z.object({
  role: CustomerRole,
  permission: Permission,
  isAllowed: z.boolean(),
  test: z
    .object({
      isExpected: z.boolean(),
      isGranted: z.boolean(),
      asked: z.string(),
      status: z.int(),
      at: z.iso.datetime(),
    })
    .nullable(),
});
export type AccessCell = z.infer<typeof AccessCell>;

/** What a role is said to see or to be allowed, and there is no such thing. */
export const UnknownWord = z.object({ role: CustomerRole, kind: z.enum(["widget", "permission"]), name: z.string() });
export type UnknownWord = z.infer<typeof UnknownWord>;

/** Who may do what in a customer, what each role sees first, and who is there. */
export const AccessView = z.object({
  matrix: z.array(AccessCell),
  widgets: z.record(CustomerRole, z.array(Widget)),
  unknown: z.array(UnknownWord),
  users: z.array(CustomerUserView),
  invites: z.array(CustomerInviteView),
});
export type AccessView = z.infer<typeof AccessView>;
