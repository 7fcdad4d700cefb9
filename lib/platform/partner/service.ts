import { audit } from "../audit";
import type { SessionUser } from "../auth/session";
import { type Tx, transaction } from "../db";
import { AppError, invalidInput } from "../errors";
import { closeSecret, newSecret, openSecret } from "./accounts";
import { findPartners } from "./queries";
import type { DisablePartner, NewPartner, PartnerView, PartnerWithSecret, RotatePartner } from "./schema";

/** Who acts, and from where: an admin, or whoever may run a command beside the product. */
type By = { actor: SessionUser; caller: { address: string; agent: string } } | { actor: "system" };

const defaultOverlapHours = 24;

async function viewOf(tx: Tx, id: string): Promise<PartnerView> {
  const [found] = await findPartners(tx, id);
  if (!found) throw new AppError("not_found");
  return found;
}

const whoOf = (by: By) =>
  by.actor === "system"
    ? { actor: { kind: "system" } as const }
    : { actor: { kind: "user", id: by.actor.id } as const, ...by.caller };

type Act = "created" | "rotated" | "disabled";

const note = (tx: Tx, by: By, action: Act, id: string, detail: Record<string, unknown>) =>
  audit(tx, { action: `partner.${action}`, subject: { kind: "partner", id }, detail, ...whoOf(by) });

/** Writes an account with this secret, in the transaction of whoever makes it; false where the id is taken. */
export async function addPartner(tx: Tx, input: NewPartner, secret: string) {
  const { id, name, scopes, sandbox = false, defaultRegion = null, allowsReplacement = false } = input;
  const made = await tx.$executeRaw`
    INSERT INTO partner_account (id, name, scopes, sandbox, default_region, allows_replacement, secret, created_at)
    VALUES (${id}, ${name}, ${scopes}, ${sandbox}, ${defaultRegion}, ${allowsReplacement}, ${closeSecret(id, "secret", secret)}, app_now()) ON CONFLICT DO NOTHING`;
  return made === 1;
}

/** Makes an account; its secret is in this answer and nowhere else. Throws `invalid_input` where the id is taken. */
export const createPartner = (by: By, input: NewPartner): Promise<PartnerWithSecret> =>
  transaction("system", async tx => {
    const secret = newSecret();
    if (!(await addPartner(tx, input, secret)))
      throw invalidInput([{ field: "id", code: "taken", message: "partnerIdTaken" }]);
    const { id, name: _, ...detail } = input;
    await note(tx, by, "created", id, detail);
    return { ...(await viewOf(tx, id)), secret };
  });

type Open = { secret: string; changing: boolean; disabled: boolean };

/** Locks an account that is not disabled; throws `not_found` and `illegal_transition`. */
async function lockOpen(tx: Tx, id: string): Promise<Open> {
  const [row] = await tx.$queryRaw<Open[]>`
    SELECT secret, coalesce(previous_until > app_now(), false) AS changing, disabled_at IS NOT NULL AS disabled
    FROM partner_account WHERE id = ${id} FOR UPDATE`;
  if (!row) throw new AppError("not_found");
  if (row.disabled) throw new AppError("illegal_transition", { message: "partnerDisabled" });
  return row;
}

/**
 * Gives an account a new secret, shown once; the one before stays good for a while, so that nothing stops meanwhile. While one before that is still
 * good, which the partner may yet use, throws `illegal_transition`, unless all but the new one shall end at once.
 */
export const rotatePartner = (by: By, id: string, input: RotatePartner): Promise<PartnerWithSecret> =>
  transaction("system", async tx => {
    const { overlapHours = defaultOverlapHours, reason } = input;
    const { secret: present, changing } = await lockOpen(tx, id);
    if (changing && overlapHours > 0) throw new AppError("illegal_transition", { message: "partnerChanging" });
    const old = openSecret(id, "secret", present);
    const secret = newSecret();
    const kept = old === null || overlapHours === 0 ? null : closeSecret(id, "previous_secret", old);
    await tx.$executeRaw`
      UPDATE partner_account SET secret = ${closeSecret(id, "secret", secret)}, rotated_at = app_now(), previous_secret = ${kept},
        previous_until = CASE WHEN ${kept}::text IS NOT NULL THEN app_now() + make_interval(hours => ${overlapHours}::int) END
      WHERE id = ${id}`;
    await note(tx, by, "rotated", id, { reason, overlapHours });
    return { ...(await viewOf(tx, id)), secret };
  });

/** Closes an account: from then on its signatures are wrong ones. */
export const disablePartner = (by: By, id: string, { reason }: DisablePartner): Promise<PartnerView> =>
  transaction("system", async tx => {
    await lockOpen(tx, id);
    await tx.$executeRaw`
      UPDATE partner_account SET disabled_at = app_now(), previous_secret = NULL, previous_until = NULL WHERE id = ${id}`;
    await tx.$executeRaw`
      UPDATE partner_webhook SET previous_secret = NULL, previous_until = NULL WHERE account_id = ${id}`;
    await note(tx, by, "disabled", id, { reason });
    return viewOf(tx, id);
  });
