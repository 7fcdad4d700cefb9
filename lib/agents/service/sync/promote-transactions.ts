import { Prisma, type Tx } from "@/lib/platform/db";
import type { Change } from "@/lib/platform/flow/counts";
import { queryLong } from "@/lib/platform/long-texts";
import { changedTransaction, labelOfDeal } from "./deal-changes";
import type { StagedDeal } from "./map-deal";
import { ifKept, type Reading, recordWritten, type ToldChange } from "./record-changes";
import { joinLists, joinRows, stageWritten, transactionStaging } from "./staging";

// Of a transaction that is new its people are: this does not find it, as it was before the statement.
const labelOfTouched = (userId: number) =>
  Prisma.sql`(SELECT ${labelOfDeal} FROM "transaction" t WHERE t.user_id = ${userId} AND t.id = touched.touched_id)`;
// What every row has, whatever it says; only one of the tables has room for the time.
const whose = ({ userId }: Reading) =>
  Prisma.sql`jsonb_build_object('user_id', ${userId}::int, 'synced_at', app_now())`;
const changedPeople = Prisma.sql`'[{"field": "participants", "from": null, "to": null}]'::jsonb`;

/**
 * Every row is found by its whole key, and people by a hash: of an account that the planner's statistics do not know it expects one row, and what
 * it would then join row by row took half a minute for ten thousand.
 */
const transactionsWritten = (reading: Reading, deals: readonly StagedDeal[]) => Prisma.sql`
  WITH staged AS (${stageWritten(transactionStaging, reading, deals)}),
  people AS MATERIALIZED (SELECT * FROM jsonb_populate_recordset(
    jsonb_populate_record(null::participant, ${whose(reading)}), ${joinLists(deals.map(deal => deal.people))}::jsonb)),
  paid AS MATERIALIZED (SELECT * FROM jsonb_populate_recordset(
    jsonb_populate_record(null::paid_participant, ${whose(reading)}), ${joinLists(deals.map(deal => deal.paid))}::jsonb)),
  written AS (
    INSERT INTO "transaction" AS t
    SELECT * FROM jsonb_populate_recordset(
      jsonb_populate_record(null::"transaction", ${whose(reading)}), ${joinRows(deals.map(({ row }) => row))}::jsonb)
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
    DELETE FROM participant t WHERE t.user_id = ${reading.userId} AND t.transaction_id = ANY(${deals.map(({ id }) => id)}::text[])
      AND (t.transaction_id, t.id) NOT IN (SELECT transaction_id, id FROM people)
    RETURNING t.transaction_id AS id),
  gone_paid AS (
    DELETE FROM paid_participant t WHERE t.user_id = ${reading.userId} AND t.transaction_id = ANY(${deals.map(({ id }) => id)}::text[])
      AND (t.transaction_id, t.participant_id) NOT IN (SELECT transaction_id, participant_id FROM paid)
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
 * Writes transactions with their people to their staging and their tables in one statement: people who are no more go, and a transaction whose
 * people alone have changed counts as changed. What has not changed is left alone there and not told.
 */
export const promoteTransactions = async (tx: Tx, reading: Reading, deals: readonly StagedDeal[]): Promise<Change[]> =>
  recordWritten(tx, reading, await queryLong<ToldChange>(tx, transactionsWritten(reading, deals)));
