import { z } from "zod";

/** What a practitioner says of a difference: which one, as they were shown it, and whose answer holds. */
export const Settlement = z.strictObject({
  step: z.enum(["basic_info", "professional_details"]),
  field: z.enum(["first_name", "last_name", "email", "location", "practice_type"]),
  theirs: z.string().max(1000, "tooLong"),
  keep: z.enum(["mine", "theirs"]),
});
export type Settlement = z.output<typeof Settlement>;
