import { addressBlock } from "../address-block";
import { audit } from "../audit";
import { sha256 } from "../crypto";
import { transaction } from "../db";
import type { AppError } from "../errors";
import { log } from "../log";
import { spend } from "../rate-limit";
import { alertPumping, SendRefused } from "./budgets";
import { type Identifier, maskIdentifier } from "./identifier";

type Refused = Identifier & { purpose: string; address: string; agent: string };

const windowSeconds = 600;

/**
 * Writes down that a code was not sent, after the transaction of the send has rolled back. Each cause is recorded once in ten minutes: who
 * floods us fills a counter, not the audit trail. Pumping also counts up its alert.
 */
export async function noteRefusal(error: AppError, refused: Refused): Promise<void> {
  const { purpose, address, agent } = refused;
  const to = maskIdentifier(refused);
  log.warn({ reason: error.code, to, address: addressBlock(address) }, "code not sent");
  const budget = error instanceof SendRefused ? error.budget : null;
  const cause = budget?.key ?? sha256(`${error.code} ${refused.identifier}`).slice(0, 32);
  await transaction("system", async tx => {
    if (!(await spend(tx, [{ key: `refused:${cause}`, limit: 1, windowSeconds }])).ok) return;
    if (budget) await alertPumping(tx, budget, { ...refused, browserHash: "", deviceHash: null });
    const detail = { purpose, to, reason: error.code, budget: budget?.name ?? null };
    await audit(tx, { action: "auth.code_refused", actor: { kind: "anonymous" }, detail, address, agent });
  });
}
