import { z } from "zod";

/** How much somebody may say. */
export const mostFeedback = 1000;

const words = z
  .string({ error: "tooLong" })
  .trim()
  .max(mostFeedback, "tooLong")
  .nullish()
  .transform(text => text || null);

/** What somebody says of their onboarding: 1 to 5, and in words if they like; or that they want to be asked no more. */
export const FeedbackAnswer = z
  .strictObject({
    score: z.int("choose").min(1, "choose").max(5, "choose").optional(),
    text: words,
    isDismissed: z.literal(true).optional(),
  })
  .refine(({ score, isDismissed }) => (score === undefined) === (isDismissed === true), {
    path: ["score"],
    error: "choose",
  });
export type FeedbackAnswer = z.output<typeof FeedbackAnswer>;

/** What somebody has said of their onboarding, to themselves; all unset where they have said nothing. */
export const OwnFeedbackView = z.object({
  score: z.int().nullable(),
  text: z.string().nullable(),
  isDismissed: z.boolean(),
});
export type OwnFeedbackView = z.output<typeof OwnFeedbackView>;

/** What was understood of what came by a link: what it says itself, and nothing of what was said before. */
export const LinkFeedbackView = OwnFeedbackView.omit({ text: true });
export type LinkFeedbackView = z.output<typeof LinkFeedbackView>;

/** What somebody at the desk says of it. */
export const DeskFeedback = z
  .strictObject({ text: words, missing: words })
  .refine(({ text, missing }) => text !== null || missing !== null, { path: ["text"], error: "feedbackEmpty" });
export type DeskFeedback = z.output<typeof DeskFeedback>;

/** What the people of one kind think: how many answered, their mean, and how many gave each score, the lowest first. */
export const FeedbackFigures = z.object({
  kind: z.string(),
  count: z.int(),
  mean: z.number(),
  scores: z.array(z.int()).length(5),
});
export type FeedbackFigures = z.output<typeof FeedbackFigures>;

/** Something that was said; to operators it is masked. */
export const FeedbackText = z.object({
  id: z.int(),
  kind: z.string(),
  onboardingId: z.int().nullable(),
  score: z.int().nullable(),
  text: z.string().nullable(),
  missing: z.string().nullable(),
  at: z.iso.datetime(),
});
export type FeedbackText = z.output<typeof FeedbackText>;

/** What people think of their onboarding in a period, with the newest of their words, and what the desk says of itself. */
export const FeedbackView = z.object({
  kinds: z.array(FeedbackFigures),
  newest: z.array(FeedbackText),
  desk: z.array(FeedbackText),
});
export type FeedbackView = z.output<typeof FeedbackView>;
