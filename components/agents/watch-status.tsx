import type { StatusView } from "@/lib/agents/view/status";
import { countEndedParts, isAwaitingResume } from "./sync-data";
import { WatchSync } from "./watch-sync";

type WatchStatusProps = {
  current: StatusView | null;
  /** The page shows what each part has brought. */
  showsParts?: boolean;
};

/** Draws a page anew with what becomes of the newest sync, while that is under way or paused. */
export function WatchStatus({ current, showsParts = false }: WatchStatusProps) {
  if (current?.endedAt !== null) return null;
  const ended = showsParts ? countEndedParts(current) : undefined;
  return <WatchSync jobId={current.id} ended={ended} isPaused={isAwaitingResume(current)} />;
}
