"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { MemberForm } from "./member-form";

type Contract = { id: string; employer: string };
type MemberNewProps = Pick<ComponentProps<typeof MemberForm>, "saved" | "save"> & {
  contracts: readonly Contract[];
  /** The contract that is chosen from the start. */
  contractId: string | undefined;
  /** Whose dependent it is; null for an employee. */
  primaryId: number | null;
};

const relations = ["spouse", "child", "parent", "other"] as const;

/** Asks where somebody belongs and who they are, and adds them as a draft. */
export function MemberNew({ contracts, contractId, primaryId, saved, save }: MemberNewProps) {
  const t = useTranslations("members.members");
  const [contract, setContract] = useState(contractId ?? (contracts.length === 1 ? (contracts[0]?.id ?? "") : ""));
  const [relation, setRelation] = useState<string>(primaryId === null ? "self" : "spouse");
  const [problem, setProblem] = useState<string>();
  const saveAndTell: typeof save = async input => {
    const answer = await save(input);
    setProblem(answer.error?.errors.find(({ field }) => field === "parentSubscriptionId")?.message);
    return answer;
  };
  const beside = {
    parentSubscriptionId: contract,
    relation,
    ...(primaryId === null ? {} : { primaryMemberId: primaryId }),
  };
  return (
    <div className="grid gap-6">
      {primaryId === null ? (
        <Field name="parentSubscriptionId" label={t("form.contract")} hint={t("form.contractHint")} error={problem}>
          <Select name="parentSubscriptionId" value={contract} onChange={({ target }) => setContract(target.value)}>
            <option value="">{t("form.chooseContract")}</option>
            {contracts.map(({ id, employer }) => (
              <option key={id} value={id}>
                {`${employer} (${id})`}
              </option>
            ))}
          </Select>
        </Field>
      ) : (
        <Field name="relation" label={t("form.relation")}>
          <Select name="relation" value={relation} onChange={({ target }) => setRelation(target.value)}>
            {relations.map(name => (
              <option key={name} value={name}>
                {t(`relations.${name}`)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <MemberForm saved={saved} paper={null} beside={beside} save={saveAndTell} submitLabel={t("form.add")} />
    </div>
  );
}
