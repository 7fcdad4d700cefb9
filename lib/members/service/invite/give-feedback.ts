import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { ofMember } from "@/lib/platform/feedback/own";
import type { FeedbackAnswer, LinkFeedbackView } from "@/lib/platform/feedback/schema";
import { noteFeedback } from "@/lib/platform/feedback/service";
import { findInvite } from "./find-invite";

/**
 * Notes what a member says, by the link with which they took their invite up: they have no account. Who holds the link learns nothing of what was said by it
 * before. Throws `not_found` for any other link, and what `noteFeedback` throws.
 */
export const giveFeedbackByLink = (
  token: string,
  answer: FeedbackAnswer,
  caller: { address: string; agent: string },
): Promise<LinkFeedbackView> =>
  transaction("system", async tx => {
    const invite = await findInvite(tx, token);
    if (invite?.end !== "accepted") throw new AppError("not_found");
    await noteFeedback(tx, { userId: null, of: ofMember(invite.memberId), caller }, answer);
    return { score: answer.score ?? null, isDismissed: answer.isDismissed === true };
  });
