import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { listErrorCodes } from "@/lib/platform/http/openapi";
import { AddressTable } from "./address-table";
import { Frame } from "./frame";
import { listOperations } from "./operations";
import { SigningGuide } from "./signing-guide";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("docs"))("title") };
}

/** The API for people: every address with who may enter, and every error code with what it means. */
export default async function ApiPage() {
  const t = await getTranslations();
  const lead = t.rich("docs.lead", {
    link: chunks => (
      <a className="link" href="/api/openapi.json">
        {chunks}
      </a>
    ),
  });
  const operations = Object.entries(Object.groupBy(listOperations(), ({ door }) => door));
  return (
    <Frame title={t("docs.title")} lead={lead}>
      <nav aria-label={t("docs.door")}>
        <ul className="columns-1 gap-x-6 sm:columns-2 lg:columns-3">
          {operations.map(([door, of]) => (
            <li key={door} className="break-inside-avoid">
              <a href={`#door-${door}`} className="link inline-flex min-h-11 items-center sm:min-h-8">
                {t(`docs.doors.${door}`)}
              </a>{" "}
              <span className="text-sm text-ink-muted">{of.length}</span>
            </li>
          ))}
        </ul>
      </nav>
      <SigningGuide />
      {operations.map(([door, of]) => (
        <AddressTable key={door} door={door} operations={of} />
      ))}
      <Card title={<span id="errors">{t("docs.errors")}</span>}>
        <dl className="grid gap-4">
          {listErrorCodes().map(({ code, status }) => (
            <div key={code} id={code} className="grid gap-1 sm:grid-cols-[16rem_1fr]">
              <dt className="font-mono text-sm">
                {status} {code}
              </dt>
              <dd>{t(`errors.${code}`)}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </Frame>
  );
}
