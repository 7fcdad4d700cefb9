import { Suspense } from "react";
import { FeedbackQuestion } from "@/components/flow/feedback-question";
import { type Asked, findQuestion } from "@/lib/platform/feedback/queries";

/** Asks whoever has come to the end of an onboarding how it was, last on the page, which does not wait for it; nothing where it is not complete, or they want to be asked no more. */
export function Feedback(asked: Asked) {
  return (
    <Suspense>
      <Question {...asked} />
    </Suspense>
  );
}

async function Question(asked: Asked) {
  const question = await findQuestion(asked);
  if (!question) return null;
  const { onboardingId, score, text } = question;
  return <FeedbackQuestion address={`/api/v1/onboardings/${onboardingId}/feedback`} score={score} text={text} />;
}
