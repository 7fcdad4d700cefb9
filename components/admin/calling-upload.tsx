"use client";

import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { Field, FieldError } from "@/components/ui/field";
import { FileButton } from "@/components/ui/file-button";
import { Input } from "@/components/ui/input";
import { sendFile } from "@/lib/platform/http/browser";
import { mostFileBytes } from "@/lib/practitioners/schema/calling";

const id = "calling-file";
type Problem = { field: "file" | "region"; text: string };

/** Chooses a file of calling data and uploads it to be looked at; what is wrong with it is said beside the button. */
export function CallingUpload() {
  const t = useTranslations("calling.upload");
  const { busy, problem, region, setRegion, send } = useUpload();
  const ofFile = problem?.field === "file" ? problem.text : undefined;
  return (
    <Card title={t("title")} description={t("help")}>
      <div className="grid gap-5">
        <Field
          name="region"
          label={t("region")}
          hint={t("regionHint")}
          error={problem?.field === "region" ? problem.text : undefined}
          optional
        >
          <Input
            name="region"
            value={region}
            onChange={event => setRegion(event.target.value)}
            maxLength={2}
            autoComplete="off"
            autoCapitalize="characters"
            className="max-w-24 uppercase"
          />
        </Field>
        <div className="grid gap-1.5">
          {ofFile ? <FieldError id={`${id}-error`}>{ofFile}</FieldError> : null}
          <FileButton
            id={id}
            accept=".csv,.tsv,.txt,text/csv"
            icon={FileUp}
            isInvalid={ofFile !== undefined}
            describedBy={ofFile && `${id}-error`}
            onChosen={send}
          >
            {t(busy ? "busy" : "choose")}
          </FileButton>
          <div role="alert" className="sr-only">
            {problem?.text}
          </div>
        </div>
      </div>
    </Card>
  );
}

function useUpload() {
  const t = useTranslations("calling.upload");
  const router = useRouter();
  const [region, setRegion] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (file: File) => {
    if (busy) return;
    if (file.size > mostFileBytes) return setProblem({ field: "file", text: t("tooLarge") });
    setProblem(null);
    setBusy(true);
    const search = region.trim() ? `?default_region=${encodeURIComponent(region.trim().toUpperCase())}` : "";
    const { data, error, message } = await sendFile<{ id: number }>(`/api/v1/admin/calling/import${search}`, file);
    setBusy(false);
    if (data) return router.push(`/admin/practitioners/import/${data.id}`);
    const first = error?.errors[0];
    setProblem({ field: first?.field === "default_region" ? "region" : "file", text: first?.message ?? message });
  };
  return { busy, problem, region, setRegion, send };
}
