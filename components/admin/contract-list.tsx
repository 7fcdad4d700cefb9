import { FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { EmployerView } from "@/lib/members/view/employer";
import { type ContractActs, ContractCard } from "./contract-card";

type ContractListProps = { employer: Pick<EmployerView, "id" | "contractList">; acts: ContractActs | null };

/** What an employer has bought, newest contract first, or that there is none yet. */
export function ContractList({ employer: { id, contractList }, acts }: ContractListProps) {
  const t = useTranslations("members.employers");
  if (contractList.length === 0)
    return (
      <Card flush>
        <EmptyState icon={FileText} title={t("noContracts")}>
          {t("noContractsHelp")}
        </EmptyState>
      </Card>
    );
  return contractList.map(contract => (
    <ContractCard key={contract.id} contract={contract} employerId={id} acts={acts} />
  ));
}
