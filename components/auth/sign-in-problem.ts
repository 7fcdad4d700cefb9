import type { useTranslations } from "next-intl";
import type { Envelope } from "@/lib/platform/http/envelope";

/** What is wrong, in our words; `field` when it belongs beside one. */
export type Problem = { field?: "phoneNumber" | "email" | "otp"; message: string; supportCode?: string };

/** The texts of the sign-in pages. */
export type Texts = ReturnType<typeof useTranslations<"auth">>;
type Facts = { triesLeft?: number; retryAfter?: number };

function duration(t: Texts, seconds: number): string {
  if (seconds <= 90) return t("errors.seconds", { count: Math.max(1, seconds) });
  return t("errors.minutes", { count: Math.ceil(seconds / 60) });
}

function wrongCode(t: Texts, { triesLeft }: Facts): string {
  if (triesLeft === 0) return t("errors.wrongLast");
  if (triesLeft !== undefined && triesLeft <= 2) return t("errors.wrongLeft", { left: triesLeft });
  return t("errors.wrong");
}

/** The sentence for a refused send or verification, by its cause (UX, section 2). */
export function problemOf(answer: Envelope, channel: "sms" | "email", t: Texts): Problem {
  const facts = (answer.data ?? {}) as Facts;
  const time = duration(t, facts.retryAfter ?? 60);
  const field = channel === "sms" ? "phoneNumber" : "email";
  // Nobody answered: every answer has an id.
  if (answer.meta.requestId === "") return { message: t("errors.offline") };
  switch (answer.error?.code) {
    case "invalid_code":
      return { field: "otp", message: wrongCode(t, facts) };
    case "code_expired":
      return { field: "otp", message: t("errors.expired") };
    case "too_many_attempts":
      return { message: t(channel === "sms" ? "errors.tooMany" : "errors.tooManyEmail", { time }) };
    case "rate_limited":
      return { message: t(channel === "sms" ? "errors.tooOften" : "errors.tooOftenEmail", { time }) };
    case "country_not_enabled":
      return { field, message: t("errors.countryNotEnabled") };
    case "invalid_input":
      return { field, message: t(channel === "sms" ? "errors.phoneInvalid" : "errors.emailInvalid") };
    default:
      return { message: answer.error?.message ?? answer.message, supportCode: answer.error?.supportCode };
  }
}
