import { Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import { LinkButton } from "@/components/ui/link-button";
import type { ContractView } from "@/lib/members/view/employer";
import type { Envelope } from "@/lib/platform/http/envelope";
import { ContractCancel } from "./contract-cancel";
import { MakePlan } from "./plan-make";
import { PlanTable, type RetirePlan } from "./plan-table";
import { TermStatus } from "./term-status";

/** What an admin can do with a contract, as server actions. */
export type ContractActs = {
  makePlan: (input: unknown) => Promise<Envelope<unknown>>;
  cancel: (input: { id: string; reason: string }) => Promise<Envelope<unknown>>;
  retire: RetirePlan;
};

type ContractCardProps = { contract: ContractView; employerId: number; acts: ContractActs | null };

/** A contract: its days, its partner, how many members it has, and its plans. */
export function ContractCard({ contract, employerId, acts }: ContractCardProps) {
  const t = useTranslations("members.employers");
  const isOpen = contract.state === "active" || contract.state === "coming";
  return (
    <Card
      flush
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="wrap-anywhere">
            {t("contractTitle")} <span className="font-mono text-[0.9375rem]">{contract.id}</span>
          </span>
          <TermStatus state={contract.state} ended={t("cancelled")} />
        </span>
      }
      description={<ContractFacts contract={contract} />}
      actions={
        acts && isOpen ? (
          <span className="flex flex-wrap gap-2">
            <MakePlan contractId={contract.id} make={acts.makePlan} />
            <LinkButton
              variant="secondary"
              size="small"
              href={`/admin/members/new?contract=${encodeURIComponent(contract.id)}`}
            >
              <Users aria-hidden />
              {t("addMember")}
            </LinkButton>
            <ContractCancel contractId={contract.id} cancel={acts.cancel} />
          </span>
        ) : undefined
      }
    >
      <PlanTable contract={contract} employerId={employerId} retire={acts?.retire} />
    </Card>
  );
}

function ContractFacts({ contract: { startsOn, endsOn, partner, members } }: { contract: ContractView }) {
  const t = useTranslations("members.employers");
  const from = () => <Day value={startsOn} />;
  const days = endsOn ? t.rich("days", { from, to: () => <Day value={endsOn} /> }) : t.rich("daysOpen", { from });
  const by = partner ? t(partner.isDisabled ? "partnerDisabled" : "partner", { name: partner.name }) : t("noPartner");
  return (
    <>
      {days} · {by} · {t("memberCount", { count: members })}
    </>
  );
}
