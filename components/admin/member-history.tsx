import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { memberEvents, memberStates } from "@/lib/members/schema/transition";
import type { AttemptView } from "@/lib/members/view/attempt";
import { MemberRules } from "./member-rules";

const isOf = <T extends string>(all: readonly T[], one: string | null): one is T => all.includes(one as T);

/** Every try with a member as a person reads it: when, what at which door, who, what came of it, and by which rules. */
export function MemberHistory({ attempts }: { attempts: readonly AttemptView[] }) {
  const t = useTranslations("members.history");
  if (attempts.length === 0) return <p className="p-4 text-ink-muted sm:p-5">{t("none")}</p>;
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("when")}</HeaderCell>
        <HeaderCell>{t("what")}</HeaderCell>
        <HeaderCell>{t("who")}</HeaderCell>
        <HeaderCell>{t("outcome")}</HeaderCell>
        <HeaderCell>{t("rules")}</HeaderCell>
      </TableHead>
      <TableBody>
        {attempts.map(attempt => (
          <AttemptRow key={attempt.id} attempt={attempt} />
        ))}
      </TableBody>
    </Table>
  );
}

function AttemptRow({ attempt }: { attempt: AttemptView }) {
  const t = useTranslations("members.history");
  const doors = useTranslations("members.doors");
  const { at, door, event, plan } = attempt;
  const about = [plan && t("forPlan", { plan: plan.name ?? plan.id }), t("doorOf", { door: doors(door) })];
  return (
    <TableRow className="align-top [&_td]:align-top">
      <Cell lead label={t("when")} className="min-w-28 font-normal">
        <Time value={at} precision="second" />
      </Cell>
      <Cell label={t("what")}>
        <span>
          {isOf(memberEvents, event) ? t(`events.${event}`) : event}
          <span className="block text-sm text-pretty text-ink-muted">{about.filter(Boolean).join(" · ")}</span>
        </span>
      </Cell>
      <Cell label={t("who")} className="min-w-24 wrap-break-word">
        <Who {...attempt.actor} />
      </Cell>
      <Cell label={t("outcome")}>
        <Result {...attempt} />
      </Cell>
      <Cell label={t("rules")} className="text-sm">
        <Decision rules={attempt.rules} />
      </Cell>
    </TableRow>
  );
}

function Who({ kind, id, name }: AttemptView["actor"]) {
  const t = useTranslations("members.history.actors");
  const who = name ?? id ?? "–";
  return <bdi>{t.has(kind) ? t(kind as "user", { name: who }) : who}</bdi>;
}

function Result({ fromState, toState, code, replaced, requestId, tookMs }: AttemptView) {
  const t = useTranslations("members.history");
  const states = useTranslations("members.states");
  const took = <span className="text-xs text-ink-muted">{t("took", { ms: tookMs })}</span>;
  const say = (state: string | null) => (isOf(memberStates, state) ? states(state) : "–");
  if (toState === null)
    return (
      <span className="grid justify-items-start gap-0.5 max-sm:justify-items-end">
        <Status tone="danger">{t("refused")}</Status>
        <span className="text-sm text-pretty">{code && t.has(`codes.${code}`) ? t(`codes.${code}`) : code}</span>
        {took}
        {requestId ? (
          <span className="text-xs wrap-anywhere text-ink-muted">{t("support", { id: requestId })}</span>
        ) : null}
      </span>
    );
  return (
    <span className="grid justify-items-start gap-0.5 max-sm:justify-items-end">
      <Status tone="success">
        {fromState === toState ? say(toState) : t("went", { from: say(fromState), to: say(toState) })}
      </Status>
      {took}
      {replaced ? (
        <span className="text-xs wrap-anywhere text-ink-muted">{t("replacedOld", { id: replaced })}</span>
      ) : null}
    </span>
  );
}

function Decision({ rules }: Pick<AttemptView, "rules">) {
  const t = useTranslations("members.history");
  const broken = rules.filter(({ ok }) => !ok);
  const count = rules.length;
  if (count === 0) return <span className="text-ink-muted">{t("noRules")}</span>;
  return (
    <div className="grid gap-1 max-sm:justify-items-end max-sm:text-left">
      {broken.length > 0 ? <MemberRules rules={broken} /> : null}
      <details className="group">
        <summary className="flex min-h-11 cursor-pointer list-none items-center gap-1 max-sm:justify-end sm:min-h-6 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-90" />
          {broken.length === 0 ? t("allMet", { count }) : t("brokenOf", { broken: broken.length, count })}
        </summary>
        <div className="mt-2 text-left">
          <MemberRules rules={rules} />
        </div>
      </details>
    </div>
  );
}
