import { Prisma, type Tx } from "@/lib/platform/db";
import type { Change } from "@/lib/platform/flow/counts";
import { changedTransaction, labelOfDeal } from "./deal-changes";
import { ifKept, type Reading, recordWritten, type ToldChange } from "./record-changes";

// Of a transaction that is new its people are: this does not find it, as it was before the statement.
const labelOfTouched = (userId: number) =>
  Prisma.sql`(SELECT ${labelOfDeal} FROM "transaction" t WHERE t.user_id = ${userId} AND t.id = touched.touched_id)`;
const changedPeople = Prisma.sql`'[{"field": "participants", "from": null, "to": null}]'::jsonb`;

const writeTransactions = (tx: Tx, reading: Reading, ids: readonly string[]) => tx.$queryRaw<ToldChange[]>`
  WITH batch AS MATERIALIZED (
    SELECT rezen_id AS id, mapped FROM rezen_transaction_staging WHERE user_id = ${reading.userId} AND rezen_id = ANY(${[...ids]}::text[])),
  people AS MATERIALIZED (SELECT r.* FROM batch b, jsonb_populate_recordset(null::participant, b.mapped->'participants') r),
  paid AS MATERIALIZED (SELECT r.* FROM batch b, jsonb_populate_recordset(null::paid_participant, b.mapped->'paid_participants') r),
  written AS (
    INSERT INTO "transaction" AS t
    SELECT r.* FROM batch b, jsonb_populate_record(null::"transaction", b.mapped || jsonb_build_object('synced_at', app_now())) r
    ON CONFLICT (user_id, id) DO UPDATE SET code = excluded.code, lifecycle_group = excluded.lifecycle_group, state = excluded.state,
      transaction_type = excluded.transaction_type, deal_type = excluded.deal_type, address_one_line = excluded.address_one_line,
      street = excluded.street, unit = excluded.unit, city = excluded.city, region = excluded.region, postal_code = excluded.postal_code,
      county = excluded.county, price = excluded.price, currency = excluded.currency, gross_commission = excluded.gross_commission,
      gross_commission_percentage = excluded.gross_commission_percentage, sale_commission_percent = excluded.sale_commission_percent,
      listing_commission_percent = excluded.listing_commission_percent, my_net_payout = excluded.my_net_payout,
      contract_acceptance_date = excluded.contract_acceptance_date, firm_date = excluded.firm_date,
      closing_date_estimated = excluded.closing_date_estimated, closing_date_actual = excluded.closing_date_actual,
      closed_at = excluded.closed_at, mls_number = excluded.mls_number, office_id = excluded.office_id, office_name = excluded.office_name,
      compliance_status = excluded.compliance_status, lead_source = excluded.lead_source, rezen_created_at = excluded.rezen_created_at,
      rezen_updated_at = excluded.rezen_updated_at, synced_at = excluded.synced_at
    WHERE to_jsonb(t) - 'synced_at' IS DISTINCT FROM to_jsonb(excluded) - 'synced_at'
    RETURNING t.id, t.xmax = 0 AS is_new, ${ifKept(reading, labelOfDeal)} AS label, ${ifKept(reading, changedTransaction)} AS fields),
  gone_people AS (
    DELETE FROM participant t USING batch b WHERE t.user_id = ${reading.userId} AND t.transaction_id = b.id
      AND NOT EXISTS (SELECT FROM people p WHERE p.transaction_id = t.transaction_id AND p.id = t.id)
    RETURNING t.transaction_id AS id),
  gone_paid AS (
    DELETE FROM paid_participant t USING batch b WHERE t.user_id = ${reading.userId} AND t.transaction_id = b.id
      AND NOT EXISTS (SELECT FROM paid p WHERE p.transaction_id = t.transaction_id AND p.participant_id = t.participant_id)
    RETURNING t.transaction_id AS id),
  written_people AS (
    INSERT INTO participant AS t SELECT * FROM people
    ON CONFLICT (user_id, transaction_id, id) DO UPDATE SET agent_id = excluded.agent_id, role = excluded.role, first_name = excluded.first_name,
      last_name = excluded.last_name, email = excluded.email, phone_number = excluded.phone_number, business_entity = excluded.business_entity,
      payment_percent = excluded.payment_percent, payment_amount = excluded.payment_amount, currency = excluded.currency,
      paid_by_real = excluded.paid_by_real, external = excluded.external
    WHERE t.* IS DISTINCT FROM excluded.*
    RETURNING t.transaction_id AS id),
  written_paid AS (
    INSERT INTO paid_participant AS t SELECT * FROM paid
    ON CONFLICT (user_id, transaction_id, participant_id) DO UPDATE SET agent_id = excluded.agent_id, name = excluded.name, role = excluded.role,
      amount = excluded.amount, currency = excluded.currency, percent = excluded.percent, paid_by_real = excluded.paid_by_real
    WHERE t.* IS DISTINCT FROM excluded.*
    RETURNING t.transaction_id AS id)
  SELECT id, is_new AS "isNew", label, fields FROM written
  UNION ALL SELECT touched_id, false, ${ifKept(reading, labelOfTouched(reading.userId))}, ${ifKept(reading, changedPeople)} FROM (
    SELECT id AS touched_id FROM gone_people UNION SELECT id FROM gone_paid UNION SELECT id FROM written_people UNION SELECT id FROM written_paid) touched`;

/**
 * Writes staged transactions with their people in one statement: people who are no more go, and a transaction whose people alone have changed
 * counts as changed. What has not changed is left alone and not told.
 */
export const promoteTransactions = async (tx: Tx, reading: Reading, ids: readonly string[]): Promise<Change[]> =>
  recordWritten(tx, reading, await writeTransactions(tx, reading, ids));
