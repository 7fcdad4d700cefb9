import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { memberStates } from "@/lib/members/schema/transition";
import type { AttemptView } from "@/lib/members/view/attempt";
import { MemberAttempt } from "./member-attempt";
import { MemberRules } from "./member-rules";

const isOf = <T extends string>(all: readonly T[], one: string | null): one is T => all.includes(one as T);

/** Every try with a member as a person reads it: when, what in one sentence, from which state to which, and by which rules. */
export function MemberHistory({ attempts }: { attempts: readonly AttemptView[] }) {
  const t = useTranslations("members.history");
  if (attempts.length === 0) return <p className="p-4 text-ink-muted sm:p-5">{t("none")}</p>;
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("when")}</HeaderCell>
        <HeaderCell>{t("what")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("rules")}</HeaderCell>
      </TableHead>
      <TableBody>
        {attempts.map(attempt => (
          <TableRow key={attempt.id} className="align-top [&_td]:align-top">
            <Cell lead label={t("when")} className="min-w-28 font-normal">
              <Time value={attempt.at} precision="second" />
            </Cell>
            <Cell label={t("what")} className="sm:min-w-64">
              <MemberAttempt {...attempt} />
            </Cell>
            <Cell label={t("state")}>
              <Moved {...attempt} />
            </Cell>
            <Cell label={t("rules")} className="text-sm">
              <Decision rules={attempt.rules} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Before → after; of what was refused the state in which it was met. */
function Moved({ fromState, toState }: AttemptView) {
  const t = useTranslations("members.history");
  const states = useTranslations("members.states");
  const say = (state: string | null) => (isOf(memberStates, state) ? states(state) : "–");
  if (toState === null)
    return (
      <Status tone="warning">{fromState === null ? t("notAsked") : t("unchanged", { state: say(fromState) })}</Status>
    );
  return (
    <Status tone={toState === "failed" ? "danger" : "success"}>
      {fromState === toState ? say(toState) : t("went", { from: say(fromState), to: say(toState) })}
    </Status>
  );
}

function Decision({ rules }: Pick<AttemptView, "rules">) {
  const t = useTranslations("members.history");
  const broken = rules.filter(({ ok }) => !ok);
  const count = rules.length;
  if (count === 0) return <span className="text-ink-muted">{t("noRules")}</span>;
  return (
    <details className="group">
      <summary className="flex min-h-11 cursor-pointer list-none items-center gap-1 max-sm:justify-end sm:min-h-6 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-90" />
        {broken.length === 0 ? t("allMet", { count }) : t("brokenOf", { broken: broken.length, count })}
      </summary>
      <div className="mt-2 text-left">
        <MemberRules rules={rules} />
      </div>
    </details>
  );
}
