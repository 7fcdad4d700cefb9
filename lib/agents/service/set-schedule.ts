import { audit } from "@/lib/platform/audit";
import { transaction } from "@/lib/platform/db";
import type { SetSchedule } from "../schema/schedule";
import { planNextSync } from "./plan-next-sync";

/** Sets how often an account's data is fetched by itself, and plans the next time; what is set already stays as it is planned. */
export const setSchedule = ({ userId }: { userId: number }, { every }: SetSchedule): Promise<void> =>
  transaction({ agent: userId }, async tx => {
    const changed = await tx.$executeRaw`
      UPDATE agent SET sync_every = ${every}::"SyncEvery" WHERE user_id = ${userId} AND sync_every <> ${every}::"SyncEvery"`;
    if (changed === 0) return;
    await planNextSync(tx, userId);
    await audit(tx, {
      action: "agent.schedule_set",
      actor: { kind: "user", id: userId },
      subject: { kind: "agent", id: userId },
      detail: { every },
    });
  });
