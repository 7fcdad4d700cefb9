import { z } from "zod";
import { parsePhone } from "@/lib/platform/auth/phone";
import { AppError, type FieldError } from "@/lib/platform/errors";
import { validate } from "@/lib/platform/http/validate";
import { fromWire, wireFaults } from "@/lib/platform/http/wire";
import { BasicInfo } from "../../schema";
import { optionalText, requiredText } from "../../schema/text";

const oldest = Date.parse("2000-01-01T00:00:00Z");
const dayMs = 24 * 3600 * 1000;

const email = z.preprocess(given => (given === "" ? null : given), BasicInfo.shape.email.nullable());
const website = optionalText({ most: 300 }).refine(
  text => text === null || /^(https?:\/\/)?[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/:?#]\S*)?$/iu.test(text),
  "webAddress",
);
const time = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], "dayOrTime")
  .transform(text => new Date(text))
  .refine(at => at.getTime() >= oldest && at.getTime() <= Date.now() + dayMs, "dayOrTime");
const count = z.int("wholeNumber").min(0, "wholeNumber").max(2_000_000_000, "wholeNumber");
const words = z.array(requiredText("required", { most: 200 }), "required").max(50, "tooLong");
const map = z.record(z.string(), z.unknown());
const flag = z.boolean("yesOrNo");

const Outcome = z.strictObject({
  callOutcome: requiredText("required", { most: 60 }),
  approachUsed: optionalText({ most: 200 }),
  objectionType: optionalText({ most: 200 }),
  notes: optionalText({ most: 4000, lines: true }),
});

const Call = z.strictObject({
  roomName: requiredText("required", { most: 200 }),
  callDate: time,
  callDurationSeconds: count.nullish(),
  callStatus: optionalText({ most: 60 }),
  conversationSummary: optionalText({ most: 4000, lines: true }),
  transcript: z.unknown().optional(),
  outcome: Outcome.nullish(),
});
export type Call = z.output<typeof Call>;

const Insights = z
  .strictObject({
    communicationStyle: optionalText({ most: 200 }),
    primaryObjection: optionalText({ most: 200 }),
    successfulApproaches: words.optional(),
    failedApproaches: words.optional(),
    conversionProbability: z.number("probability").min(0, "probability").max(1, "probability").optional(),
    totalCalls: count.optional(),
    successfulCalls: count.optional(),
    bestContactTime: optionalText({ most: 200 }),
    avgCallDuration: count.nullish(),
  })
  .refine(({ totalCalls = 0, successfulCalls = 0 }) => successfulCalls <= totalCalls, {
    path: ["successfulCalls"],
    message: "moreThanAll",
  });
export type Insights = z.output<typeof Insights>;

const told = {
  name: optionalText({ most: 200 }),
  email,
  practiceType: optionalText({ most: 100 }),
  location: optionalText({ most: 160 }),
  aboutUs: optionalText({ most: 4000, lines: true }),
  websiteUrl: website,
  socialMediaLinks: map.nullish(),
  isContacted: flag.nullish(),
  lastContactedDate: time.nullish(),
  contactStatus: optionalText({ most: 60 }),
  notes: optionalText({ most: 4000, lines: true }),
  studentCount: count.nullish(),
  classTypes: words.nullish(),
  currentChallenges: words.nullish(),
  preferredContactMethod: optionalText({ most: 60 }),
  businessDetails: map.nullish(),
};

const phone = (defaultRegion: string | undefined) =>
  z.string({ error: "phoneRequired" }).transform((text, context) => {
    const parsed = parsePhone(text, defaultRegion);
    if (parsed) return parsed.e164;
    context.addIssue({ code: "custom", message: "phone", params: { code: "invalid_phone" } });
    return z.NEVER;
  });

const schemaFor = (defaultRegion: string | undefined) =>
  z.strictObject({
    phoneNumber: phone(defaultRegion),
    ...told,
    email: email.optional(),
    calls: z.array(Call).max(200, "tooLong").nullish(),
    insights: Insights.nullish(),
  });

// One for each country, of which there are few: to make one takes longer than to read a record.
const schemas = new Map<string | undefined, ReturnType<typeof schemaFor>>();
function recordSchema(defaultRegion: string | undefined) {
  const made = schemas.get(defaultRegion) ?? schemaFor(defaultRegion);
  schemas.set(defaultRegion, made);
  return made;
}

/** What was told of one person: of `fields` only those that were given, null where they shall be emptied. */
export type CallingRecord = {
  phoneNumber: string;
  fields: Partial<{ [Name in keyof typeof told]: z.output<(typeof told)[Name]> }>;
  calls: Call[];
  insights: Insights | null;
};

/** A record that can be taken, or every reason why it cannot, with its number where that could be read. */
export type ReadRecord = { record: CallingRecord } | { errors: FieldError[]; phoneNumber: string | null };

// Whose keys are somebody's own: they stay as they came.
const maps = /^(social_media_links|business_details|calls\.\d+\.transcript)\./;

type Raw = Record<string, unknown>;
const isObject = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);

function toHouse(raw: Raw): Raw {
  const house = fromWire(raw) as Raw;
  if ("social_media_links" in raw) house.socialMediaLinks = raw.social_media_links;
  if ("business_details" in raw) house.businessDetails = raw.business_details;
  if (Array.isArray(raw.calls))
    house.calls = raw.calls.map((call: unknown) =>
      isObject(call) && "transcript" in call
        ? { ...(fromWire(call) as Raw), transcript: call.transcript }
        : fromWire(call),
    );
  return house;
}

function faultsOf(work: () => void): FieldError[] {
  try {
    work();
    return [];
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.errors;
    throw thrown;
  }
}

const notAnObject: FieldError = { field: "", code: "invalid_type", message: "required" };

/** Reads one record as the calling system sent it; every fault at once. */
export function readRecord(raw: unknown, defaultRegion?: string): ReadRecord {
  if (!isObject(raw)) return { errors: [notAnObject], phoneNumber: null };
  const unsound = wireFaults(raw, undefined, maps);
  const text = raw.phone_number;
  const readable = typeof text === "string" ? (parsePhone(text, defaultRegion)?.e164 ?? null) : null;
  if (unsound.length > 0) return { errors: unsound, phoneNumber: readable };
  const given = toHouse(raw);
  let read: z.output<ReturnType<typeof schemaFor>> | undefined;
  const errors = faultsOf(() => {
    read = validate(recordSchema(defaultRegion), given);
  });
  if (!read) return { errors, phoneNumber: readable };
  const { phoneNumber, calls, insights, ...all } = read;
  const fields = Object.fromEntries(Object.entries(all).filter(([name]) => name in given && name in told));
  return { record: { phoneNumber, fields, calls: calls ?? [], insights: insights ?? null } };
}
