import { z } from "zod";
import { localeNames, locales } from "@/lib/platform/i18n/locales";
import { line } from "./member";

const name = line(120);
const asDate = (value: unknown) => (value === "" ? null : value);
// What Postgres takes for a day, and somebody may mean.
const day = z.iso.date("day").refine(text => text >= "1900-01-01" && text <= "2200-12-31", "day");
const optionalDay = z.preprocess(asDate, day.nullish()).transform(day => day ?? null);
const contractId = /^sub_[A-Za-z0-9_-]{1,60}$/;

type Days = { startsOn?: unknown; endsOn?: unknown };
// Also beside other faults, so that all are told at once; a day that is none is a fault of its own.
const inOrder = {
  path: ["endsOn"],
  error: "endBeforeStart",
  when: ({ value }: { value: unknown }) => typeof value === "object" && value !== null,
};
const isInOrder = ({ startsOn, endsOn }: Days) =>
  typeof startsOn !== "string" || typeof endsOn !== "string" || endsOn >= startsOn;

const highestId = 2_147_483_647;
const rowId = z.int("wholeNumber").min(1, "wholeNumber").max(highestId, "wholeNumber");

/** A company that buys plans for its people, and in which language these are written to. */
export const NewEmployer = z.strictObject({ name, language: z.enum(locales, "choose").default(locales[0]) });
export type NewEmployer = z.output<typeof NewEmployer>;

/** The languages in which members can be written to. */
export const memberLanguages = locales.map(id => ({ id, name: localeNames[id] }));

/** Whom an address is about. */
export const EmployerParams = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

/** Which contract an address is about; any text may be none. */
export const ContractParams = z.strictObject({ id: z.string().max(200) });

/** Which plan an address is about; any text may be none. */
export const PlanParams = z.strictObject({ id: z.string().max(200) });

/** Why an admin ends something; kept in the audit trail. */
export const EndReason = z.strictObject({
  reason: z.string({ error: "reasonTooShort" }).trim().min(10, "reasonTooShort").max(500, "tooLong"),
});
export type EndReason = z.output<typeof EndReason>;

/** The same with what it is about, for actions. */
export const EmployerAct = EndReason.extend({ id: rowId });
export const ContractAct = EndReason.extend(ContractParams.shape);
export const PlanAct = EndReason.extend(PlanParams.shape);

/** What an employer has bought: its days, and the partner that may activate for it. The days are whole days in UTC; the last one is the last good one. */
export const NewContract = z
  .strictObject({
    employerId: rowId,
    partnerAccountId: z.preprocess(asDate, z.string().max(64, "tooLong").nullish()).transform(id => id ?? null),
    startsOn: day,
    endsOn: optionalDay,
  })
  .refine(isInOrder, inOrder);
export type NewContract = z.output<typeof NewContract>;

const coreOffering = z
  .string({ error: "coreOffering" })
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "coreOffering");

/** A plan within a contract; without days of its own it has those of the contract. */
export const NewPlan = z
  .strictObject({
    parentSubscriptionId: z.string().regex(contractId, "choose"),
    name,
    coreOffering,
    requiresKyc: z.boolean().default(false),
    allowsDirect: z.boolean().default(true),
    allowsAuto: z.boolean().default(false),
    /** How many members may have it at once; without one as many as wanted. */
    seats: z
      .int("seats")
      .min(1, "seats")
      .max(1_000_000, "seats")
      .nullish()
      .transform(seats => seats ?? null),
    startsOn: optionalDay,
    endsOn: optionalDay,
  })
  .refine(isInOrder, inOrder);
export type NewPlan = z.output<typeof NewPlan>;

const isStorable = (text: string | undefined) => !text?.includes("\0");

/** Which employers to list; `q` is the beginning of a name, `cursor` the last id seen. */
export const EmployerSearch = z.strictObject({
  q: z.string().trim().max(120, "tooLong").optional(),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type EmployerSearch = z.output<typeof EmployerSearch>;

/** The same as the address of a page says it: nonsense is as if it were not there. */
export const EmployerAddress = z.object({
  q: EmployerSearch.shape.q.refine(isStorable).catch(undefined),
  cursor: EmployerSearch.shape.cursor.catch(undefined),
});
