import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Fragment } from "react";
import { Card } from "@/components/ui/card";
import { publicOrigin } from "@/lib/platform/http/origin";
import { toCurl } from "@/lib/platform/http/reference";
import { Code } from "../code";
import { FieldTable } from "../field-table";
import { Frame } from "../frame";
import { listOperations } from "../operations";

type OperationPageProps = { params: Promise<{ operation: string }> };

async function findOperation({ params }: OperationPageProps) {
  const { operation: id } = await params;
  return listOperations().find(one => one.id === id) ?? notFound();
}

/** Title of the page. */
export async function generateMetadata(props: OperationPageProps): Promise<Metadata> {
  const { method, path } = await findOperation(props);
  return { title: `${method} ${path}` };
}

/** A path that breaks where one of its parts ends. */
const Path = ({ children }: { children: string }) =>
  children.split(/(?<=\/)/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a path never changes, and may have a part twice
    <Fragment key={at}>
      {part}
      <wbr />
    </Fragment>
  ));

const asText = (example: unknown) => JSON.stringify(example, null, 2);

/** One call of the API: who may make it, what it takes, what comes back, and a program that makes it. */
export default async function OperationPage(props: OperationPageProps) {
  const operation = await findOperation(props);
  const { method, path, summary, door, parameters, body, answers } = operation;
  const t = await getTranslations("docs");
  const isSigned = door === "partner";
  const call = toCurl(operation, publicOrigin());
  return (
    <Frame
      title={
        <span className="font-mono text-xl wrap-anywhere">
          {method} <Path>{path}</Path>
        </span>
      }
      lead={`${summary}. ${t(`doors.${door}`)}.`}
    >
      <p>
        <Link href={`/docs/api#door-${door}`} className="link">
          {t("operation.back")}
        </Link>
      </p>
      <Card title={t("operation.call")}>
        <div className="grid min-w-0 gap-3">
          <Code name={t("operation.curl")}>{call}</Code>
          {isSigned ? (
            <p>
              {t.rich("operation.signed", {
                link: chunks => (
                  <Link href="/docs/api/partner" className="link">
                    {chunks}
                  </Link>
                ),
              })}
            </p>
          ) : null}
          {call.includes("cookies.txt") ? <p className="max-w-prose">{t("operation.session")}</p> : null}
        </div>
      </Card>
      {parameters.length > 0 ? (
        <Card flush title={t("operation.parameters")}>
          <FieldTable
            caption={t("operation.parameters")}
            fields={parameters.map(({ place, field }) => ({ ...field, place: t(`operation.place.${place}`) }))}
          />
        </Card>
      ) : null}
      {body ? (
        <Card flush title={t("operation.body")} description={t("operation.bodyOf", { type: body.type })}>
          <FieldTable caption={t("operation.body")} fields={body.fields} />
        </Card>
      ) : null}
      {answers.map(({ status, type, fields, example }) => (
        <Card
          key={status}
          title={t("operation.answer", { status })}
          description={type ? t("operation.answerOf", { type }) : undefined}
        >
          <div className="grid min-w-0 gap-4">
            {example === null ? null : <Code name={t("operation.example")}>{asText(example)}</Code>}
            {fields.length > 0 ? <FieldTable caption={t("operation.answer", { status })} fields={fields} /> : null}
          </div>
        </Card>
      ))}
      <p className="max-w-prose text-sm text-ink-muted">
        {t.rich("operation.envelope", {
          link: chunks => (
            <Link href="/docs/api#errors" className="link">
              {chunks}
            </Link>
          ),
        })}{" "}
        {t("operation.anyOrder")}
      </p>
    </Frame>
  );
}
