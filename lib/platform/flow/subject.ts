import { Prisma, type Scope } from "../db";

/** Where the onboarding of each kind says whose it is: the one table of kinds. A new kind is a line here and a column there. */
const owners = {
  store: { field: "storeId", column: Prisma.sql`store_id` },
  practitioner: { field: "practitionerId", column: Prisma.sql`practitioner_id` },
  agent: { field: "agentUserId", column: Prisma.sql`agent_user_id` },
  member: { field: "memberId", column: Prisma.sql`member_id` },
  customer: { field: "customerId", column: Prisma.sql`customer_id` },
} as const;

/** The kinds that have onboardings. */
export type Kind = keyof typeof owners;
type OwnerField = (typeof owners)[Kind]["field"];

/** The tenant a subject's transactions run in. */
export const scopeOf = (kind: Kind, subjectId: number): Scope => ({ [kind]: subjectId }) as Scope;

/** The columns that make an onboarding this subject's, for a query or a new row. */
export const ownedBy = (kind: Kind, subjectId: number): { kind: Kind } & Partial<Record<OwnerField, number>> => ({
  kind,
  [owners[kind].field]: subjectId,
});

/** The same as a condition in SQL. */
export const isOwnedBy = (kind: Kind, subjectId: number): Prisma.Sql =>
  Prisma.sql`kind = ${kind}::"OnboardingKind" AND ${owners[kind].column} = ${subjectId}`;

/** The column of an onboarding of this kind that says whose it is. */
export const ownerColumn = (kind: Kind): Prisma.Sql => owners[kind].column;

/** The columns of an onboarding that say whose it is. */
export type Owned = Record<OwnerField, number | null>;

/** The same for a query. */
export const ownerFields = {
  storeId: true,
  practitionerId: true,
  agentUserId: true,
  memberId: true,
  customerId: true,
} as const satisfies Record<OwnerField, true>;

/** Whose an onboarding is; null when it is of another kind. */
export const subjectOf = (kind: Kind, owned: Owned): number | null => owned[owners[kind].field];
