import { maskPhone } from "@/lib/platform/auth/phone";
import { isAdmin } from "@/lib/platform/auth/policy";
import type { SessionUser } from "@/lib/platform/auth/session";
import { transaction } from "@/lib/platform/db";
import { onboardingFields } from "@/lib/platform/flow/onboarding";
import { maskName } from "@/lib/platform/mask";
import type { PractitionerItem, PractitionerPage } from "../view/admin";
import { toStatusView } from "../view/onboarding";

const pageSize = 25;

const readRows = (before: number | undefined) =>
  transaction("system", tx =>
    tx.practitioner.findMany({
      where: before === undefined ? {} : { id: { lt: before } },
      orderBy: { id: "desc" },
      take: pageSize + 1,
      select: {
        ...{ id: true, name: true, phoneNumber: true, practiceType: true, location: true, isContacted: true },
        ...{ crmFirstLoginDate: true, crmOnboardingCompletedDate: true },
        onboarding: { select: onboardingFields },
      },
    }),
  );

function toItem(row: Awaited<ReturnType<typeof readRows>>[number], isMasked: boolean): PractitionerItem {
  const { id, name, phoneNumber, practiceType, location, isContacted, onboarding } = row;
  return {
    ...{ id, practiceType, location, isContacted },
    name: isMasked ? maskName(name ?? "") : (name ?? ""),
    phoneNumber: isMasked ? maskPhone(phoneNumber) : phoneNumber,
    firstSeenAt: row.crmFirstLoginDate?.toISOString() ?? null,
    completedAt: row.crmOnboardingCompletedDate?.toISOString() ?? null,
    onboarding: onboarding && toStatusView(onboarding),
  };
}

/** Practitioners with their progress, newest first, for the admin's desk; `cursor` is the last id seen. An operator reads names and numbers masked. */
export async function listPractitioners(
  reader: Pick<SessionUser, "roles">,
  cursor?: string,
): Promise<PractitionerPage> {
  const rows = await readRows(/^\d{1,9}$/.test(cursor ?? "") ? Number(cursor) : undefined);
  const items = rows.slice(0, pageSize).map(row => toItem(row, !isAdmin(reader)));
  return { items, nextCursor: rows.length > pageSize ? String(items.at(-1)?.id) : null };
}
