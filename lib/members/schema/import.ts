import { z } from "zod";

/** What is done with each person of an employer's file. */
export const importActs = ["add", "activate", "invite"] as const;
export const ImportAct = z.enum(importActs, "choose");
export type ImportAct = z.output<typeof ImportAct>;

/** Where an import stands. */
export const importStates = ["preview", "pending", "running", "done", "aborted"] as const;
export type ImportState = (typeof importStates)[number];

/** What became of a row. */
export const importOutcomes = ["added", "changed", "unchanged", "activated", "invited", "refused"] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

/** How large an employer's file may be, and how long. */
export const mostFileBytes = 20 * 1024 * 1024;
export const mostRows = 10_000;

/** Fields that a column can fill, each with other names it goes by: in English, German and French. */
export const importFields = {
  name: ["full name", "employee name", "member", "member name", "vollständiger name", "nom complet", "nom et prénom"],
  first_name: ["given name", "forename", "vorname", "prénom"],
  last_name: ["surname", "family name", "nachname", "familienname", "nom", "nom de famille"],
  dob: ["date of birth", "birth date", "birthday", "geburtsdatum", "geburtstag", "date de naissance", "naissance"],
  gender: ["sex", "geschlecht", "sexe", "genre"],
  phone_number: [
    ...["phone", "mobile", "mobile number", "mobile phone", "phone no", "telephone", "tel", "cell"],
    ...[
      "telefon",
      "telefonnummer",
      "handy",
      "handynummer",
      "mobilnummer",
      "téléphone",
      "portable",
      "numéro de téléphone",
    ],
  ],
  email_id: [
    "email",
    "mail",
    "email address",
    "work email",
    "e-mail-adresse",
    "courriel",
    "adresse e-mail",
    "adresse mail",
  ],
  addr_line: ["address", "street", "address line", "adresse", "anschrift", "straße", "strasse", "rue"],
  city: ["town", "ort", "stadt", "wohnort", "ville", "commune"],
  state: ["province", "region", "bundesland", "kanton", "région", "département"],
  pincode: ["pin code", "pin", "postal code", "postcode", "zip", "zip code", "plz", "postleitzahl", "code postal"],
  govt_id_name: ["govt id", "government id type", "id type", "id name", "document", "ausweisart", "type de document"],
  govt_id_value: [
    "government id",
    "govt id number",
    "id number",
    "document number",
    "ausweisnummer",
    "numéro de document",
  ],
  nominee_name: ["nominee", "beneficiary", "begünstigter", "bénéficiaire"],
  nominee_relation: ["relation of nominee", "nominee relationship", "lien du bénéficiaire"],
  nominee_age: ["age of nominee", "âge du bénéficiaire"],
  relation: ["relationship", "relation to employee", "beziehung", "verhältnis", "lien", "lien de parenté"],
  primary_phone: ["employee phone", "primary phone number", "phone of employee", "telefon des mitarbeiters"],
  primary_email: [
    "employee email",
    "primary email id",
    "email of employee",
    "e-mail des mitarbeiters",
    "email de l'employé",
  ],
} as const satisfies Record<string, readonly string[]>;
export type ImportField = keyof typeof importFields;
const fieldNames = Object.keys(importFields) as [ImportField, ...ImportField[]];
export const ImportFieldName = z.enum(fieldNames, "choose");

const nameAndReach: readonly (readonly ImportField[])[] = [
  ["name", "first_name", "last_name"],
  ["phone_number", "email_id"],
];
/** Fields of which one at least must have a column. */
const needed: Record<ImportAct, readonly (readonly ImportField[])[]> = {
  add: nameAndReach,
  activate: [...nameAndReach, ["dob"], ["gender"]],
  // Who is invited tells the rest.
  invite: nameAndReach,
};

/** What no column fills though it must be told: of each what could tell it. */
export const missingFields = (act: ImportAct, fields: readonly (ImportField | null)[]): ImportField[][] =>
  needed[act].filter(some => !some.some(field => fields.includes(field))).map(some => [...some]);

const name = z.string({ error: "choose" }).min(1, "choose").max(70, "tooLong");
const optional = z.preprocess(value => (value === "" ? undefined : value), name.optional());

/** What comes along with a file: under which contract its people are, what is done with them, and which plan they get. */
export const NewImport = z
  .strictObject({ parentSubscriptionId: name, act: ImportAct, planSubscriptionId: optional })
  .refine(told => told?.act === "add" || told?.planSubscriptionId !== undefined, {
    ...{ path: ["planSubscriptionId"], message: "choose", params: { code: "required" } },
    when: () => true,
  })
  .refine(told => told?.act !== "add" || told?.planSubscriptionId === undefined, {
    ...{ path: ["planSubscriptionId"], message: "noPlanHere" },
    when: () => true,
  });
export type NewImport = z.output<typeof NewImport>;

const isOnce = (fields: readonly (string | null)[]) => {
  const filled = fields.filter(field => field !== null);
  return new Set(filled).size === filled.length;
};

/** Which field each column of a file fills, in the file's order; each field once. */
export const ImportMapping = z.strictObject({
  fields: z.array(ImportFieldName.nullable()).max(100, "csvColumns").refine(isOnce, "eachFieldOnce"),
});
export type ImportMapping = z.output<typeof ImportMapping>;

const rowId = z.string().regex(/^\d{1,9}$/);

/** The import that an address names, and whose. */
export const ImportParams = z.strictObject({ id: rowId.transform(Number), importId: rowId.transform(Number) });
export type ImportParams = z.output<typeof ImportParams>;

/** Which refused rows of an import: those behind a line of its file. */
export const FaultSearch = z.strictObject({
  cursor: rowId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type FaultSearch = z.output<typeof FaultSearch>;
