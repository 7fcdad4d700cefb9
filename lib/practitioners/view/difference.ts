import { z } from "zod";
import type { Difference } from "@/lib/platform/flow/difference";

/** An answer of a practitioner and what the calling system has come to tell instead, since which day, and from where. */
export const DifferenceView = z.object({
  step: z.enum(["basic_info", "professional_details"]),
  field: z.enum(["first_name", "last_name", "email", "location", "practice_type"]),
  /** Empty where they left it out. */
  mine: z.string(),
  theirs: z.string(),
  source: z.enum(["call", "calling_list"]),
  at: z.iso.datetime(),
});
export type DifferenceView = z.infer<typeof DifferenceView>;

const wireNames: Record<string, DifferenceView["field"]> = {
  firstName: "first_name",
  lastName: "last_name",
  email: "email",
  location: "location",
  practiceType: "practice_type",
};

/** The field of a step by its name outside; undefined for none of ours. */
export const toFieldName = (field: DifferenceView["field"]): string =>
  Object.keys(wireNames).find(name => wireNames[name] === field) ?? field;

/** A difference as it leaves the building. */
export const toDifferenceView = ({ step, field, mine, theirs }: Difference): DifferenceView =>
  DifferenceView.parse({ ...theirs, step, field: wireNames[field], mine, theirs: theirs.value });
