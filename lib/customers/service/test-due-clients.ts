import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { sendJob } from "@/lib/platform/jobs/queue";
import { log } from "@/lib/platform/log";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { validateCredentials } from "../client/validate";
import { openStored } from "./open-stored";
import { whileWatched } from "./prove-client";
import { settleTest } from "./settle-test";
import { ForeignAddress } from "./zuora-client";

/** The queue job that tests one customer's stored client. */
export const testJob = "customers.test_client";

// A job that is lost, or that nobody came to do, is sent again after that.
const againAfterMinutes = 60;
const mostAtOnce = 100;

// While a run goes on it is the run that finds out.
const goesOn = (tx: Tx, customerId: number) =>
  tx.onboardingRun.count({
    where: { onboarding: { customerId }, endedAt: null, status: { not: "waiting" } },
  });

/**
 * Sends the tests of stored clients whose time has come, each once, however many workers look; nobody's whose run goes on. Returns how many. One that works
 * again is found so, and one that does no longer is known before a sync fails.
 */
export async function testDueClients(tx: Tx): Promise<number> {
  const due = await tx.$queryRaw<{ customerId: number }[]>`
    UPDATE zuora_credential SET next_test_at = app_now() + make_interval(mins => ${againAfterMinutes}::int)
    WHERE id IN (
      SELECT z.id FROM zuora_credential z
      WHERE z.next_test_at <= app_now() AND NOT EXISTS (
        SELECT FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id
        WHERE o.customer_id = z.customer_id AND r.ended_at IS NULL AND r.status <> 'waiting')
      ORDER BY z.next_test_at LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED)
    RETURNING customer_id AS "customerId"`;
  for (const { customerId } of due) await sendJob(tx, testJob, { customerId }, { key: String(customerId) });
  return due.length;
}

/** Tests the stored client of a customer, and keeps, marks and resumes as a test by hand does. Does nothing while a run goes on, nor for one that is gone. */
export async function testStoredClient(customerId: number, signal: AbortSignal): Promise<void> {
  const customer = await transaction({ customer: customerId }, async tx => {
    if ((await goesOn(tx, customerId)) > 0) return null;
    return tx.customer.findUnique({ where: { id: customerId }, select: { withExports: true } });
  });
  if (!customer) return;
  const by = { isDueTest: true } as const;
  try {
    const { access, savedAt } = await openStored({ customerId, by });
    const tested = await validateCredentials(
      { ...access, retry: whileWatched },
      { needsExport: customer.withExports },
      signal,
    );
    await settleTest({ customerId, savedAt, tested, by });
  } catch (thrown) {
    // It is marked, does not open here for the moment, or nobody could be asked: it comes again.
    const isKnown = [ForeignAddress, AppError, OutboundError].some(kind => thrown instanceof kind);
    if (!isKnown) throw thrown;
    log.info({ err: thrown, customerId }, "a stored client could not be tested");
  }
}
