import { z } from "zod";

const highestId = 2_147_483_647;
const id = z.coerce.number().int().min(1).max(highestId);
const place = z
  .string()
  .regex(/^\d{1,9}$/)
  .optional();
const limit = z.coerce.number().int().min(1).max(100).default(25);
const q = z.string().trim().max(100).optional();

/** A customer in an address. */
export const CustomerParams = z.strictObject({ id });

/** Which customers to list: whose name holds `q`, from where on, how many. */
export const CustomerSearch = z.strictObject({ q, cursor: place, limit });
export type CustomerSearch = z.output<typeof CustomerSearch>;

/** The same of a customer's workflows. */
export const WorkflowSearch = z.strictObject({ q, cursor: z.string().max(20_000).optional(), limit });
export type WorkflowSearch = z.output<typeof WorkflowSearch>;

/** Which changes to list: of one sync, or of all. */
export const ChangeSearch = z.strictObject({ jobId: id.optional(), cursor: place });
export type ChangeSearch = z.output<typeof ChangeSearch>;
