"use client";

import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { Field, FieldError } from "@/components/ui/field";
import { FileButton } from "@/components/ui/file-button";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { type ImportAct, importActs, mostFileBytes } from "@/lib/members/schema/import";
import type { ContractView } from "@/lib/members/view/employer";
import { sendFile } from "@/lib/platform/http/browser";

const id = "people-file";
type Contract = Pick<ContractView, "id"> & { plans: readonly { id: string; name: string }[] };
type Problems = Partial<Record<"parentSubscriptionId" | "act" | "planSubscriptionId" | "file", string>>;

/** Chooses a contract, what is done with its people, and their file, and uploads it to be looked at. */
export function MemberImportUpload({ employerId, contracts }: { employerId: number; contracts: readonly Contract[] }) {
  const t = useTranslations("memberImports");
  const { told, tell, busy, problems, send } = useUpload(employerId, contracts);
  if (contracts.length === 0) return <Card title={t("upload.title")}>{t("upload.noContract")}</Card>;
  const plans = contracts.find(({ id }) => id === told.parentSubscriptionId)?.plans ?? [];
  return (
    <Card title={t("upload.title")} description={t("upload.help")}>
      <div className="grid gap-5">
        <Field name="parentSubscriptionId" label={t("upload.contract")} error={problems.parentSubscriptionId}>
          <Select
            name="parentSubscriptionId"
            value={told.parentSubscriptionId}
            onChange={({ target }) => tell({ parentSubscriptionId: target.value, planSubscriptionId: "" })}
          >
            <option value="">{t("upload.chooseContract")}</option>
            {contracts.map(({ id }) => (
              <option key={id}>{id}</option>
            ))}
          </Select>
        </Field>
        <RadioGroup
          name="act"
          legend={t("upload.act")}
          error={problems.act}
          defaultValue={told.act}
          onChange={({ target }) => tell({ act: target.value as ImportAct })}
          options={importActs.map(value => ({ value, label: t(`acts.${value}`), hint: t(`actHints.${value}`) }))}
        />
        {told.act === "add" ? null : (
          <Field name="planSubscriptionId" label={t("upload.plan")} error={problems.planSubscriptionId}>
            <Select
              name="planSubscriptionId"
              value={told.planSubscriptionId}
              onChange={({ target }) => tell({ planSubscriptionId: target.value })}
            >
              <option value="">{t("upload.choosePlan")}</option>
              {plans.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <div className="grid gap-1.5">
          {problems.file ? <FieldError id={`${id}-error`}>{problems.file}</FieldError> : null}
          <FileButton
            id={id}
            accept=".csv,.tsv,.txt,text/csv"
            icon={FileUp}
            isInvalid={problems.file !== undefined}
            describedBy={problems.file && `${id}-error`}
            onChosen={send}
          >
            {t(busy ? "upload.busy" : "upload.choose")}
          </FileButton>
          <div role="alert" className="sr-only">
            {Object.values(problems).join(" ")}
          </div>
        </div>
      </div>
    </Card>
  );
}

function useUpload(employerId: number, contracts: readonly Contract[]) {
  const t = useTranslations("memberImports.upload");
  const router = useRouter();
  const only = contracts.length === 1 ? contracts[0] : undefined;
  const first = { parentSubscriptionId: only?.id ?? "", act: "add" as ImportAct, planSubscriptionId: "" };
  const [told, setTold] = useState(first);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  const tell = (more: Partial<typeof told>) => {
    setTold({ ...told, ...more });
    setProblems({});
  };
  const send = async (file: File) => {
    if (busy) return;
    if (file.size > mostFileBytes) return setProblems({ file: t("tooLarge") });
    setProblems({});
    setBusy(true);
    const { act, parentSubscriptionId } = told;
    const planSubscriptionId = act === "add" ? "" : told.planSubscriptionId;
    const address = `/api/v1/admin/employers/${employerId}/imports`;
    const sent = { act, parentSubscriptionId, planSubscriptionId };
    const { data, error, message } = await sendFile<{ id: number }>(address, file, sent);
    setBusy(false);
    if (data) return router.push(`/admin/employers/${employerId}/imports/${data.id}`);
    const faults = Object.fromEntries(error?.errors.map(({ field, message }) => [field, message]) ?? []);
    setProblems(Object.keys(faults).length > 0 ? faults : { file: message });
  };
  return { told, tell, busy, problems, send };
}
