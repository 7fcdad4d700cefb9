import { Prisma, type Tx } from "@/lib/platform/db";
import type { Person, PersonalTable } from "@/lib/platform/rights/personal-table";
import type { Subject } from "@/lib/platform/rights/queries";

// Somebody whom the calling system knows by this number is the same person, whether they have signed in as a practitioner or not.
const isThey = ({ id, phoneNumber }: Person) => Prisma.sql`(t.user_id = ${id} OR t.phone_number = ${phoneNumber})`;
const theirs = (of: Person) => Prisma.sql`t.practitioner_id IN (SELECT t.id FROM practitioners t WHERE ${isThey(of)})`;

/** The practitioner that this person is. */
export async function listOwnPractitioners(tx: Tx, userId: number): Promise<Subject[]> {
  const rows = await tx.practitioner.findMany({ where: { userId }, select: { id: true } });
  return rows.map(({ id }) => ({ kind: "practitioner", id }));
}

const withThem = "goes with the practitioner";
const ofAList = "a list that an admin gave us: it goes once it is imported, or after a day";
const inItsWords = "what could not be taken, in the words in which it was sent";

// However it is spelled there: the number by its last eight digits, which a country code or a leading zero leaves alone.
const mentions = ({ phoneNumber, email }: Person, text: Prisma.Sql) => Prisma.sql`
  (position(coalesce(right(regexp_replace(${phoneNumber}, '\\D', '', 'g'), 8), chr(1)) IN regexp_replace(${text}, '\\D', '', 'g')) > 0
    OR position(coalesce(lower(${email}), chr(1)) IN lower(${text})) > 0)`;

/** What is kept of a practitioner: what the calling system told, how they were called, and what they answered. */
export const practitionerTables: readonly PersonalTable[] = [
  {
    table: "facilitator_basic_info",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM facilitator_basic_info t WHERE ${theirs(of)}`,
    erase: withThem,
  },
  {
    table: "facilitator_visual_profile",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM facilitator_visual_profile t WHERE ${theirs(of)}`,
    erase: withThem,
  },
  {
    table: "facilitator_professional_details",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM facilitator_professional_details t WHERE ${theirs(of)}`,
    erase: withThem,
  },
  {
    table: "facilitator_bio_about",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM facilitator_bio_about t WHERE ${theirs(of)}`,
    erase: withThem,
  },
  {
    table: "facilitator_work_experience",
    rows: of =>
      Prisma.sql`SELECT to_jsonb(t) AS row FROM facilitator_work_experience t WHERE ${theirs(of)} ORDER BY t.position`,
    erase: withThem,
  },
  {
    table: "facilitator_certifications",
    rows: of =>
      Prisma.sql`SELECT to_jsonb(t) AS row FROM facilitator_certifications t WHERE ${theirs(of)} ORDER BY t.position`,
    erase: withThem,
  },
  {
    table: "offerings",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM offerings t WHERE ${theirs(of)} ORDER BY t.id`,
    erase: withThem,
  },
  {
    table: "call_transcripts",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM call_transcripts t WHERE ${theirs(of)} ORDER BY t.call_date`,
    erase: withThem,
  },
  {
    table: "call_outcomes",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM call_outcomes t WHERE ${theirs(of)} ORDER BY t.call_date`,
    erase: withThem,
  },
  {
    table: "practitioner_insights",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM practitioner_insights t WHERE ${theirs(of)}`,
    erase: withThem,
  },
  { table: "calling_import", rows: ofAList, erase: ofAList },
  {
    table: "calling_import_fault",
    rows: inItsWords,
    erase: of =>
      Prisma.sql`DELETE FROM calling_import_fault t WHERE ${mentions(of, Prisma.sql`array_to_string(t.cells, ' ')`)}`,
  },
  {
    table: "rejected_record",
    rows: inItsWords,
    erase: of => Prisma.sql`DELETE FROM rejected_record t WHERE ${mentions(of, Prisma.sql`t.record`)}`,
  },
  {
    table: "practitioners",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM practitioners t WHERE ${isThey(of)}`,
    erase: of => Prisma.sql`DELETE FROM practitioners t WHERE ${isThey(of)}`,
  },
];
