import { transaction } from "@/lib/platform/db";
import { hasWorkingKey } from "../service/rezen-key";
import type { ScheduleView } from "../view/schedule";

/** How often an account's data is fetched by itself, when next, and whether it is paused. */
export const getSchedule = (userId: number): Promise<ScheduleView> =>
  transaction({ agent: userId }, async tx => {
    const { syncEvery, nextSyncAt, syncPausedAt } = await tx.agent.findUniqueOrThrow({
      where: { userId },
      select: { syncEvery: true, nextSyncAt: true, syncPausedAt: true },
    });
    const isPlanned = syncPausedAt === null && (await hasWorkingKey(tx, userId));
    return {
      every: syncEvery,
      nextSyncAt: isPlanned ? (nextSyncAt?.toISOString() ?? null) : null,
      pausedAt: syncPausedAt?.toISOString() ?? null,
    };
  });
