import { Prisma, type Tx } from "../db";

/** What one practitioner's row of each table needs to know of the rows before it. */
export type PractitionerRows = { practitioner: number; onboarding: number };

/** One statement per table that makes a row of a practitioner; a tenant table without an entry fails the test. */
export const practitionerRowOf: Record<string, (of: PractitionerRows) => Prisma.Sql> = {
  practitioners: ({ practitioner }) => Prisma.sql`
    INSERT INTO practitioners (id, phone_number, name) VALUES (${practitioner}, ${`+35262109${practitioner}`}, 'John Doe')`,
  onboarding: ({ practitioner, onboarding }) => Prisma.sql`
    INSERT INTO onboarding (id, kind, practitioner_id) VALUES (${onboarding}, 'practitioner', ${practitioner})`,
  onboarding_step: ({ onboarding }) => Prisma.sql`
    INSERT INTO onboarding_step (onboarding_id, step, position) VALUES (${onboarding}, 'basic_info', 0)`,
  onboarding_run: ({ onboarding }) => Prisma.sql`
    INSERT INTO onboarding_run (onboarding_id, number, trigger) VALUES (${onboarding}, 1, 'owner')`,
  step_draft: ({ onboarding }) => Prisma.sql`
    INSERT INTO step_draft (onboarding_id, step, answers, saved_at) VALUES (${onboarding}, 'bio_about', '{}', now())`,
  step_event: ({ onboarding }) => Prisma.sql`
    INSERT INTO step_event (onboarding_id, step, event, code, kind, first_at, last_at)
    VALUES (${onboarding}, 'basic_info', 'seen', '', 'practitioner', now(), now())`,
  prefill_decision: ({ onboarding }) => Prisma.sql`
    INSERT INTO prefill_decision (onboarding_id, step, field, source, told_at, is_guess, original, decision, decided_at)
    VALUES (${onboarding}, 'basic_info', 'email', 'call', now(), false, 'john@example.com', 'kept', now())`,
  feedback: ({ onboarding }) => Prisma.sql`
    INSERT INTO feedback (kind, onboarding_id, dismissed_at, created_at, changed_at) VALUES ('practitioner', ${onboarding}, now(), now(), now())`,
  reminder: ({ onboarding }) => Prisma.sql`
    INSERT INTO reminder (onboarding_id, kind, stretch_at, step, channel, token_hash, sent_at)
    VALUES (${onboarding}, 'practitioner', now() - interval '3 days', 'basic_info', 'email', ${`hash-p${onboarding}`}, now())`,
  facilitator_basic_info: ({ practitioner }) => Prisma.sql`
    INSERT INTO facilitator_basic_info (practitioner_id, first_name, last_name, email, location, phone_number, updated_at)
    VALUES (${practitioner}, 'John', 'Doe', 'john@example.com', 'New York', '+14155550132', now())`,
  facilitator_visual_profile: ({ practitioner }) => Prisma.sql`
    INSERT INTO facilitator_visual_profile (practitioner_id, banner_urls, banner_alts, updated_at) VALUES (${practitioner}, '{}', '{}', now())`,
  facilitator_professional_details: ({ practitioner }) => Prisma.sql`
    INSERT INTO facilitator_professional_details (practitioner_id, languages, teaching_styles, specializations, updated_at)
    VALUES (${practitioner}, '{English}', '{}', '{Yoga}', now())`,
  facilitator_bio_about: ({ practitioner }) => Prisma.sql`
    INSERT INTO facilitator_bio_about (practitioner_id, short_bio, updated_at) VALUES (${practitioner}, 'I teach people to breathe.', now())`,
  facilitator_work_experience: ({ practitioner }) => Prisma.sql`
    INSERT INTO facilitator_work_experience (practitioner_id, position, job_title) VALUES (${practitioner}, 0, 'Teacher')`,
  facilitator_certifications: ({ practitioner }) => Prisma.sql`
    INSERT INTO facilitator_certifications (practitioner_id, position, certificate_name) VALUES (${practitioner}, 0, 'RYT 200')`,
  call_transcripts: ({ practitioner }) => Prisma.sql`
    INSERT INTO call_transcripts (practitioner_id, room_name, phone_number, call_date, received_at)
    VALUES (${practitioner}, 'room-1', '+14155550132', now(), now())`,
  call_outcomes: ({ practitioner }) => Prisma.sql`
    INSERT INTO call_outcomes (practitioner_id, room_name, call_outcome, call_date) VALUES (${practitioner}, 'room-1', 'interested', now())`,
  practitioner_insights: ({ practitioner }) => Prisma.sql`
    INSERT INTO practitioner_insights (practitioner_id, successful_approaches, failed_approaches, updated_at) VALUES (${practitioner}, '{}', '{}', now())`,
  offerings: ({ practitioner }) =>
    Prisma.sql`INSERT INTO offerings (practitioner_id, title, updated_at) VALUES (${practitioner}, 'Morning class', now())`,
};

/** Makes a practitioner with one row in every table. */
export async function addPractitioner(tx: Tx, practitioner: number): Promise<PractitionerRows> {
  const rows = { practitioner, onboarding: practitioner * 10 };
  for (const insert of Object.values(practitionerRowOf)) await tx.$executeRaw(insert(rows));
  return rows;
}
