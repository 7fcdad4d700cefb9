import { Prisma, type Tx } from "@/lib/platform/db";
import type { CallingRecord } from "./record";

/** What happened to a practitioner's calling data. */
export type Outcome = "created" | "updated" | "unchanged";

type Row = { phoneNumber: string };

/** Columns of `practitioners` by the names of a record's fields. */
const columnOf: Record<keyof CallingRecord["fields"], string> = {
  name: "name",
  email: "email",
  practiceType: "practice_type",
  location: "location",
  aboutUs: "about_us",
  websiteUrl: "website_url",
  socialMediaLinks: "social_media_links",
  isContacted: "is_contacted",
  lastContactedDate: "last_contacted_date",
  contactStatus: "contact_status",
  notes: "notes",
  studentCount: "student_count",
  classTypes: "class_types",
  currentChallenges: "current_challenges",
  preferredContactMethod: "preferred_contact_method",
  businessDetails: "business_details",
};

// Columns that are never null: what empties them.
const emptied: Partial<Record<keyof CallingRecord["fields"], unknown>> = {
  isContacted: false,
  contactStatus: "new",
  classTypes: [],
  currentChallenges: [],
};

const columnsTold = (fields: CallingRecord["fields"]) =>
  Object.fromEntries(
    (Object.keys(columnOf) as (keyof typeof columnOf)[])
      .filter(name => name in fields)
      .map(name => [columnOf[name], fields[name] ?? emptied[name] ?? null]),
  );

const latestOf = ({ calls }: CallingRecord) =>
  calls.reduce<Date | null>((latest, { callDate }) => (latest === null || callDate > latest ? callDate : latest), null);

/** Makes a row for each number that has none, and locks all of them; always in the order of the numbers, so that two batches never wait for each other. */
async function lockRows(tx: Tx, phones: readonly string[]): Promise<Set<string>> {
  const made = await tx.$queryRaw<Row[]>`
    INSERT INTO practitioners (phone_number, created_at, updated_at)
    SELECT phone, app_now(), app_now() FROM unnest(${phones}::text[]) AS t(phone) ORDER BY phone COLLATE "C"
    ON CONFLICT (phone_number) DO NOTHING RETURNING phone_number AS "phoneNumber"`;
  await tx.$executeRaw`
    SELECT 1 FROM practitioners WHERE phone_number = ANY(${phones}::text[]) ORDER BY phone_number COLLATE "C" FOR NO KEY UPDATE`;
  return new Set(made.map(row => row.phoneNumber));
}

// Where each field that may fill in an answer comes from: a change from the call that came with it, else from the list as it is now; what stays keeps its source.
const toldFields = Prisma.sql`(
  SELECT jsonb_object_agg(f.name, CASE
    WHEN f.told = f.known THEN coalesce(p.told_fields -> f.name, jsonb_build_object(
      'source', CASE WHEN p.is_contacted AND p.last_contacted_date IS NOT NULL THEN 'call' ELSE 'calling_list' END,
      'at', coalesce(p.last_contacted_date, p.updated_at)))
    WHEN n.contacted AND (n.last = n.latest OR n.last <> p.last_contacted_date OR p.last_contacted_date IS NULL) AND n.last IS NOT NULL
      THEN jsonb_build_object('source', 'call', 'at', n.last)
    ELSE jsonb_build_object('source', 'calling_list', 'at', app_now()) END)
  FROM (VALUES ('name', p.name, n.name), ('email', p.email, n.email), ('location', p.location, n.location),
    ('practiceType', p.practice_type, n.practice_type)) AS f(name, known, told) WHERE f.told IS NOT NULL)`;

/** What was told of each person over what is there: a field that was not told stays, and a call makes somebody contacted. */
async function writeFields(tx: Tx, records: readonly CallingRecord[]): Promise<Row[]> {
  const told = records.map(record => ({
    phone: record.phoneNumber,
    doc: columnsTold(record.fields),
    latest: latestOf(record),
  }));
  return tx.$queryRaw<Row[]>`
    UPDATE practitioners p SET name = n.name, email = n.email, practice_type = n.practice_type, location = n.location, about_us = n.about_us,
      website_url = n.website_url, social_media_links = n.social_media_links, is_contacted = n.contacted, last_contacted_date = n.last,
      contact_status = n.contact_status, notes = n.notes, student_count = n.student_count, class_types = n.class_types,
      current_challenges = n.current_challenges, preferred_contact_method = n.preferred_contact_method, business_details = n.business_details,
      calling_version = p.calling_version + 1, told_fields = ${toldFields}, updated_at = app_now()
    FROM (
      SELECT m.*, t.latest, CASE WHEN t.doc ? 'is_contacted' THEN m.is_contacted ELSE m.is_contacted OR t.latest IS NOT NULL END AS contacted,
        CASE WHEN t.doc ? 'last_contacted_date' THEN m.last_contacted_date ELSE greatest(m.last_contacted_date, t.latest) END AS last
      FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS t(phone text, doc jsonb, latest timestamptz(3))
      JOIN practitioners q ON q.phone_number = t.phone
      CROSS JOIN LATERAL jsonb_populate_record(q, t.doc) m
    ) n
    WHERE p.id = n.id AND (p.name, p.email, p.practice_type, p.location, p.about_us, p.website_url, p.social_media_links, p.is_contacted,
        p.last_contacted_date, p.contact_status, p.notes, p.student_count, p.class_types, p.current_challenges, p.preferred_contact_method, p.business_details)
      IS DISTINCT FROM (n.name, n.email, n.practice_type, n.location, n.about_us, n.website_url, n.social_media_links, n.contacted,
        n.last, n.contact_status, n.notes, n.student_count, n.class_types, n.current_challenges, n.preferred_contact_method, n.business_details)
    RETURNING p.phone_number AS "phoneNumber"`;
}

/** A call that is told again keeps what was not told again. */
async function writeCalls(tx: Tx, records: readonly CallingRecord[]): Promise<Row[]> {
  const calls = records.flatMap(({ phoneNumber: phone, calls }) => calls.map(call => ({ phone, ...call })));
  if (calls.length === 0) return [];
  const rows = JSON.stringify(calls);
  const written = await tx.$queryRaw<Row[]>`
    INSERT INTO call_transcripts AS c (practitioner_id, room_name, phone_number, call_date, transcript_json, conversation_summary,
      call_duration_seconds, call_status, received_at)
    SELECT p.id, r."roomName", r.phone, r."callDate", r.transcript, r."conversationSummary", r."callDurationSeconds", r."callStatus", app_now()
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(phone text, "roomName" text, "callDate" timestamptz(3), transcript jsonb,
      "conversationSummary" text, "callDurationSeconds" int, "callStatus" text)
    JOIN practitioners p ON p.phone_number = r.phone
    ON CONFLICT (practitioner_id, room_name) DO UPDATE SET call_date = excluded.call_date,
      transcript_json = coalesce(excluded.transcript_json, c.transcript_json),
      conversation_summary = coalesce(excluded.conversation_summary, c.conversation_summary),
      call_duration_seconds = coalesce(excluded.call_duration_seconds, c.call_duration_seconds),
      call_status = coalesce(excluded.call_status, c.call_status), received_at = excluded.received_at
      WHERE (c.call_date, c.transcript_json, c.conversation_summary, c.call_duration_seconds, c.call_status) IS DISTINCT FROM
        (excluded.call_date, coalesce(excluded.transcript_json, c.transcript_json), coalesce(excluded.conversation_summary, c.conversation_summary),
          coalesce(excluded.call_duration_seconds, c.call_duration_seconds), coalesce(excluded.call_status, c.call_status))
    RETURNING phone_number AS "phoneNumber"`;
  const outcomes = await tx.$queryRaw<Row[]>`
    INSERT INTO call_outcomes AS o (practitioner_id, room_name, call_outcome, approach_used, call_duration, objection_type, notes, call_date)
    SELECT p.id, r."roomName", r.outcome->>'callOutcome', r.outcome->>'approachUsed', r."callDurationSeconds", r.outcome->>'objectionType',
      r.outcome->>'notes', r."callDate"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(phone text, "roomName" text, "callDate" timestamptz(3), "callDurationSeconds" int, outcome jsonb)
    JOIN practitioners p ON p.phone_number = r.phone WHERE r.outcome->>'callOutcome' IS NOT NULL
    ON CONFLICT (practitioner_id, room_name) DO UPDATE SET call_outcome = excluded.call_outcome, approach_used = excluded.approach_used,
      call_duration = coalesce(excluded.call_duration, o.call_duration), objection_type = excluded.objection_type, notes = excluded.notes, call_date = excluded.call_date
      WHERE (o.call_outcome, o.approach_used, o.call_duration, o.objection_type, o.notes, o.call_date) IS DISTINCT FROM
        (excluded.call_outcome, excluded.approach_used, coalesce(excluded.call_duration, o.call_duration), excluded.objection_type, excluded.notes,
          excluded.call_date)
    RETURNING (SELECT phone_number FROM practitioners WHERE id = practitioner_id) AS "phoneNumber"`;
  return [...written, ...outcomes];
}

/** What was learnt of a person takes the place of what was learnt before. */
async function writeInsights(tx: Tx, records: readonly CallingRecord[]): Promise<Row[]> {
  const told = records.flatMap(({ phoneNumber: phone, insights }) => (insights ? [{ phone, ...insights }] : []));
  if (told.length === 0) return [];
  return tx.$queryRaw<Row[]>`
    INSERT INTO practitioner_insights AS i (practitioner_id, communication_style, primary_objection, successful_approaches, failed_approaches,
      conversion_probability, total_calls, successful_calls, best_contact_time, avg_call_duration, updated_at)
    SELECT p.id, r."communicationStyle", r."primaryObjection", coalesce(r."successfulApproaches", '{}'), coalesce(r."failedApproaches", '{}'),
      coalesce(r."conversionProbability", 0.5), coalesce(r."totalCalls", 0), coalesce(r."successfulCalls", 0), r."bestContactTime",
      r."avgCallDuration", app_now()
    FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS r(phone text, "communicationStyle" text, "primaryObjection" text,
      "successfulApproaches" text[], "failedApproaches" text[], "conversionProbability" numeric(5, 4), "totalCalls" int, "successfulCalls" int,
      "bestContactTime" text, "avgCallDuration" int)
    JOIN practitioners p ON p.phone_number = r.phone
    ON CONFLICT (practitioner_id) DO UPDATE SET communication_style = excluded.communication_style, primary_objection = excluded.primary_objection,
      successful_approaches = excluded.successful_approaches, failed_approaches = excluded.failed_approaches,
      conversion_probability = excluded.conversion_probability, total_calls = excluded.total_calls, successful_calls = excluded.successful_calls,
      best_contact_time = excluded.best_contact_time, avg_call_duration = excluded.avg_call_duration, updated_at = excluded.updated_at
      WHERE (i.communication_style, i.primary_objection, i.successful_approaches, i.failed_approaches, i.conversion_probability, i.total_calls,
          i.successful_calls, i.best_contact_time, i.avg_call_duration)
        IS DISTINCT FROM (excluded.communication_style, excluded.primary_objection, excluded.successful_approaches, excluded.failed_approaches,
          excluded.conversion_probability, excluded.total_calls, excluded.successful_calls, excluded.best_contact_time, excluded.avg_call_duration)
    RETURNING (SELECT phone_number FROM practitioners WHERE id = practitioner_id) AS "phoneNumber"`;
}

/** Writes what was told of people, each number once, in a handful of statements whatever their count; what happened to each by its number. Answers of people stay as they are. */
export async function writeRecords(tx: Tx, records: readonly CallingRecord[]): Promise<Map<string, Outcome>> {
  const phones = records.map(record => record.phoneNumber);
  if (phones.length === 0) return new Map();
  const made = await lockRows(tx, phones);
  const changed = [
    ...(await writeFields(tx, records)),
    ...(await writeCalls(tx, records)),
    ...(await writeInsights(tx, records)),
  ];
  const updated = new Set(changed.map(row => row.phoneNumber));
  const outcome = (phone: string): Outcome => {
    if (made.has(phone)) return "created";
    return updated.has(phone) ? "updated" : "unchanged";
  };
  return new Map(phones.map(phone => [phone, outcome(phone)]));
}
