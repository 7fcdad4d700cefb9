import { z } from "zod";

/** The calling system's batch. Each record is looked at by itself, so that one with a fault holds up none of the others. */
export const CallingBatch = z.strictObject({
  records: z.array(z.unknown(), { error: "required" }).min(1, "oneRecord").max(1000, "atMost1000"),
  /** Where numbers without a country are from, like `US`. */
  defaultRegion: z
    .string()
    .regex(/^[A-Z]{2}$/, "region")
    .optional(),
});
export type CallingBatch = z.output<typeof CallingBatch>;

/** Fields that a column of a CSV file can fill, each with other names it goes by. */
export const callingFields = {
  phone_number: ["phone", "mobile", "mobile number", "tel", "telephone", "phone no", "cell"],
  name: ["full name", "contact name", "practitioner"],
  first_name: ["given name", "firstname"],
  last_name: ["surname", "family name", "lastname"],
  email: ["e-mail", "mail", "email address", "e-mail address"],
  practice_type: ["practice", "type of practice", "category"],
  location: ["city", "town", "place"],
  about_us: ["about", "description"],
  website_url: ["website", "web", "url", "homepage"],
  is_contacted: ["contacted", "called"],
  last_contacted_date: ["last contacted", "last call", "called on", "call date"],
  contact_status: ["status", "outcome"],
  notes: ["note", "comment", "comments", "remarks"],
  student_count: ["students", "number of students"],
  class_types: ["classes", "class type"],
  current_challenges: ["challenges"],
  preferred_contact_method: ["contact method", "preferred contact"],
} as const;
export type CallingField = keyof typeof callingFields;

/** How a file of calling data is to be read. */
export const ImportOptions = z.strictObject({
  /** Where numbers without a country are from, like `US`. */
  defaultRegion: z
    .string()
    .regex(/^[A-Z]{2}$/, "region")
    .optional(),
});
export type ImportOptions = z.output<typeof ImportOptions>;

/** The import that an address names. */
export const ImportParams = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });

/** How large a file of calling data may be. */
export const mostFileBytes = 20 * 1024 * 1024;
