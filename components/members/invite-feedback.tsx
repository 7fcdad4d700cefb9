import { FeedbackQuestion } from "@/components/flow/feedback-question";

/** Asks a member how it was, whose plan has begun; what was said before is not told to whoever holds the link. */
export function InviteFeedback({ token }: { token: string }) {
  return <FeedbackQuestion address={`/api/v1/beneficiary/invite/${token}/feedback`} score={null} text={null} />;
}
