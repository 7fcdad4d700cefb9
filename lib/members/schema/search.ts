import { z } from "zod";
import { memberStates } from "./transition";

const rowId = z.string().regex(/^\d{1,9}$/);

/** Which members to list: by name, number, address or what a partner calls them; in one state, of one employer, having one plan. `cursor` is the last id seen. */
export const MemberSearch = z.strictObject({
  q: z.string().trim().max(254, "tooLong").optional(),
  state: z.enum(memberStates, "choose").optional(),
  employer: rowId.optional(),
  plan: z.string().max(70, "tooLong").optional(),
  cursor: rowId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type MemberSearch = z.output<typeof MemberSearch>;

const isStorable = (text: string | undefined) => !text?.includes("\0");

/** The same as the address of a page says it: nonsense is as if it were not there. */
export const MemberAddress = z.object({
  q: MemberSearch.shape.q.refine(isStorable).catch(undefined),
  state: MemberSearch.shape.state.catch(undefined),
  employer: MemberSearch.shape.employer.catch(undefined),
  plan: MemberSearch.shape.plan.refine(isStorable).catch(undefined),
  after: rowId.optional().catch(undefined),
});
export type MemberAddress = z.output<typeof MemberAddress>;

/** Whom an address is about. */
export const MemberParams = z.strictObject({ id: rowId.transform(Number) });

/** Where the history that is shown begins: behind this row of it. */
export const HistorySearch = z.strictObject({ cursor: rowId.optional() });
