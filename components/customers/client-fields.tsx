"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { SecretInput } from "./secret-input";

/** A data centre of Zuora's, by what Zuora calls it. */
export type DataCentre = { url: string; name: string };

/** The sandbox's client, which a demo shows beside the inputs. */
export type DemoClient = { dataCentre: string; clientId: string; clientSecret: string };

type Name = "zuoraBaseUrl" | "zuoraClientId" | "zuoraClientSecret";
type ClientFieldsProps = {
  field: (name: Name) => { name: string; error?: string | undefined };
  register: (name: Name) => ComponentProps<"input"> & ComponentProps<"select">;
  centres: readonly DataCentre[];
  /** There is one on file, whose secret may stay; its last four characters, of one that is long enough to tell them. */
  onFile?: { lastFour: string | null };
};

/** With its address, which is what people see after signing in; one that has no other name has that one. */
function labelOf({ url, name }: DataCentre): string {
  const host = url.replace(/^https?:\/\//, "");
  return name === host ? name : `${name} – ${host}`;
}

const ways = ["open", "role", "make"] as const;

/** A client at Zuora: data centre, client ID and secret. */
export function ClientFields({ field, register, centres, onFile }: ClientFieldsProps) {
  const t = useTranslations("customers.form");
  const kept = onFile?.lastFour ? t("newSecretHint", { lastFour: onFile.lastFour }) : t("newSecretKeeps");
  const secret = onFile
    ? { label: t("newSecret"), hint: kept }
    : { label: t("zuoraClientSecret"), hint: t("zuoraClientSecretHint") };
  return (
    <>
      <Field {...field("zuoraBaseUrl")} label={t("zuoraBaseUrl")} hint={t("zuoraBaseUrlHint")}>
        <Select {...register("zuoraBaseUrl")} autoComplete="off">
          <option value="">{t("chooseCentre")}</option>
          {centres.map(({ url, name }) => (
            <option key={url} value={url}>
              {labelOf({ url, name })}
            </option>
          ))}
        </Select>
      </Field>
      <Field {...field("zuoraClientId")} label={t("zuoraClientId")} hint={t("zuoraClientIdHint")}>
        <Input
          {...register("zuoraClientId")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
        />
      </Field>
      <Field {...field("zuoraClientSecret")} {...secret}>
        <SecretInput {...register("zuoraClientSecret")} />
      </Field>
      <details className="rounded-md border border-line bg-surface px-4 py-1.5">
        <summary className="link w-fit cursor-pointer py-2">{t("where.title")}</summary>
        <ol className="grid list-decimal gap-1.5 pt-1 pl-5">
          {ways.map(way => (
            <li key={way}>{t(`where.${way}`)}</li>
          ))}
        </ol>
        <p className="py-2.5 text-sm text-ink-muted">{t("where.note")}</p>
      </details>
    </>
  );
}

const code = (chunks: ReactNode) => <code className="font-mono wrap-anywhere">{chunks}</code>;

/** The sandbox's client, in the demo. */
export function DemoNote({ dataCentre: centre, clientId: id, clientSecret: secret }: DemoClient) {
  const t = useTranslations("customers.form.demo");
  return <Notice title={t("title")}>{t.rich("text", { centre, id, secret, code })}</Notice>;
}
