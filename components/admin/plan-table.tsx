import { Archive } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { ContractView, PlanView } from "@/lib/members/view/employer";
import type { Envelope } from "@/lib/platform/http/envelope";
import { PlanRetire } from "./plan-retire";
import { TermDays } from "./term-days";
import { TermStatus } from "./term-status";

/** A server action that retires a plan. */
export type RetirePlan = (input: { id: string; reason: string }) => Promise<Envelope<unknown>>;

type PlanTableProps = { contract: ContractView; employerId: number; retire: RetirePlan | undefined };

/** Plans of a contract with their rules, seats and days; cards on phones. */
export function PlanTable({ contract, employerId, retire }: PlanTableProps) {
  const t = useTranslations("members.employers");
  if (contract.plans.length === 0)
    return <p className="p-4 text-ink-muted sm:p-5">{t(contract.cancelledAt ? "hadNoPlans" : "noPlans")}</p>;
  return (
    <Table caption={t("planCaption", { id: contract.id })}>
      <TableHead>
        <HeaderCell>{t("plan")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("seats")}</HeaderCell>
        <HeaderCell>{t("rules")}</HeaderCell>
        <HeaderCell>{t("planDays")}</HeaderCell>
        {retire ? <HeaderCell>{t("acts")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {contract.plans.map(plan => (
          <PlanRow key={plan.id} plan={plan} employerId={employerId} retire={retire} />
        ))}
      </TableBody>
    </Table>
  );
}

type PlanRowProps = { plan: PlanView; employerId: number; retire: RetirePlan | undefined };

function PlanRow({ plan, employerId, retire }: PlanRowProps) {
  const t = useTranslations("members.employers");
  return (
    <TableRow>
      <Cell lead label={t("plan")}>
        <Link href={`/admin/members?employer=${employerId}&plan=${plan.id}`} className="link wrap-anywhere">
          <bdi>{plan.name}</bdi>
        </Link>
        <span className="block text-sm font-normal text-ink-muted">{plan.coreOffering}</span>
        <span className="block font-mono text-xs font-normal wrap-anywhere text-ink-muted">{plan.id}</span>
      </Cell>
      <Cell label={t("state")}>
        <TermStatus state={plan.state} ended={t("retired")} />
      </Cell>
      <Cell label={t("seats")}>
        <Seats {...plan} />
      </Cell>
      <Cell label={t("rules")} className="text-sm">
        <Rules {...plan} />
      </Cell>
      <Cell label={t("planDays")} className="text-sm">
        <span>
          <TermDays from={plan.startsOn} to={plan.endsOn} none={t("asContract")} />
        </span>
      </Cell>
      {retire ? (
        <Cell label={t("acts")}>
          {plan.retiredAt ? "–" : <PlanRetire plan={plan} icon={<Archive aria-hidden />} retire={retire} />}
        </Cell>
      ) : null}
    </TableRow>
  );
}

function Seats({ seats, seatsTaken: taken, seatsFree: free }: PlanView) {
  const t = useTranslations("members.employers");
  if (seats === null || free === null) return t("noLimit", { taken });
  return (
    <span>
      {t("seatsOf", { taken, seats })}
      <span className="block text-sm text-ink-muted">{free === 0 ? t("full") : t("seatsFree", { free })}</span>
    </span>
  );
}

function Rules({ requiresKyc, allowsDirect, allowsAuto }: PlanView) {
  const t = useTranslations("members.employers");
  const held = [requiresKyc && "kyc", allowsDirect && "direct", allowsAuto && "auto"] as const;
  const names = held.filter(name => name !== false);
  if (names.length === 0) return t("noRules");
  return (
    <ul>
      {names.map(name => (
        <li key={name}>{t(name)}</li>
      ))}
    </ul>
  );
}
