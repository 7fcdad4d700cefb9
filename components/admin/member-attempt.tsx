import { useFormatter, useTranslations } from "next-intl";
import { type MemberEvent, memberEvents } from "@/lib/members/schema/transition";
import type { AttemptView } from "@/lib/members/view/attempt";

const isEvent = (event: string): event is MemberEvent => memberEvents.includes(event as MemberEvent);

/** One try with a member in one sentence, with the reason where it came to nothing; the door and who to ask about it below. */
export function MemberAttempt(attempt: AttemptView) {
  const t = useTranslations("members.history");
  const doors = useTranslations("members.doors");
  const { door, tookMs, requestId, replaced, toState } = attempt;
  const more = [
    t("door", { door: doors(door) }),
    t("took", { ms: tookMs }),
    replaced && t("replacedOld", { id: replaced }),
  ];
  return (
    <span className="grid gap-0.5">
      <span className="text-pretty">
        <bdi>{useSentence(attempt)}</bdi>
      </span>
      <span className="text-xs wrap-anywhere text-ink-muted">{more.filter(Boolean).join(" · ")}</span>
      {toState === null && requestId ? (
        <span className="text-xs wrap-anywhere text-ink-muted">{t("support", { id: requestId })}</span>
      ) : null}
    </span>
  );
}

/** What was done or tried, by whom and for which plan, and why it came to nothing. */
function useSentence(attempt: AttemptView): string {
  const t = useTranslations("members.history");
  const { event, actor, plan, toState } = attempt;
  const why = useReason(attempt);
  if (!isEvent(event)) return event;
  const name = actor.name ?? actor.id ?? t("nobody");
  const say = (how: "actors" | "by") =>
    t.has(`${how}.${actor.kind}`) ? t(`${how}.${actor.kind as "user"}`, { name }) : name;
  const words = {
    ...{ who: say("actors"), by: say("by") },
    plan: plan ? t("plan", { plan: plan.name ?? plan.id }) : t("somePlan"),
  };
  const sentence = toState === null ? t(`tried.${event}`, words) : t(`done.${wordOf(event, toState)}`, words);
  return why ? t("of", { sentence, why }) : sentence;
}

/** Two events end in two ways. */
function wordOf(event: MemberEvent, to: string) {
  if (event === "accept" && to === "scheduled") return "acceptLater";
  if (event === "due" && to === "failed") return "dueFailed";
  return event;
}

/** Every rule that did not hold, or what else stood in the way; null where nothing did. */
function useReason({ rules, code, toState }: AttemptView): string | null {
  const t = useTranslations("members.history");
  const format = useFormatter();
  if (toState !== null && toState !== "failed") return null;
  const isOfRules = code === null || code === "invalid_input";
  const broken = rules.filter(({ ok }) => !ok);
  if (isOfRules && broken.length > 0) return format.list(broken.map(({ id }) => t(`because.${id}`)));
  if (code === null) return null;
  return t.has(`codes.${code}`) ? t(`codes.${code as "internal"}`) : code;
}
