import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditView } from "@/lib/platform/audit/view";
import { useActionWords } from "./audit-action";
import { AuditFacts } from "./audit-facts";
import { auditAddressWith, pageOf, subjectKinds } from "./audit-words";

type AuditTableProps = { entries: readonly AuditView[]; showsPlaces: boolean };
type EntryProps = { entry: AuditView };

const isKnown = (kind: string): kind is (typeof subjectKinds)[number] => subjectKinds.some(one => one === kind);

/** What was done, newest first, each with what it tells; cards on phones. */
export function AuditTable({ entries, showsPlaces }: AuditTableProps) {
  const t = useTranslations("audit");
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("columns.when")}</HeaderCell>
        <HeaderCell>{t("columns.what")}</HeaderCell>
        <HeaderCell>{t("columns.about")}</HeaderCell>
        <HeaderCell>{t("columns.byWhom")}</HeaderCell>
        {showsPlaces ? <HeaderCell>{t("columns.from")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {entries.map(entry => (
          <TableRow key={entry.id} className="[&_td]:align-top">
            <Cell label={t("columns.when")} className="whitespace-nowrap">
              <span className="grid max-sm:justify-items-end">
                <Time value={entry.at} precision="second" />
                <span className="font-mono text-sm text-ink-muted">{t("number", { id: String(entry.id) })}</span>
              </span>
            </Cell>
            <Cell lead label={t("columns.what")} className="max-sm:order-first lg:min-w-72">
              <What entry={entry} />
            </Cell>
            <Cell label={t("columns.about")}>
              <About entry={entry} />
            </Cell>
            <Cell label={t("columns.byWhom")}>
              <ByWhom entry={entry} />
            </Cell>
            {showsPlaces ? (
              <Cell label={t("columns.from")} className="text-sm wrap-anywhere sm:min-w-32">
                {entry.address ? (
                  <span className="font-mono" title={entry.agent ?? undefined}>
                    {entry.address}
                  </span>
                ) : (
                  "–"
                )}
              </Cell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function What({ entry: { action, facts } }: EntryProps) {
  const { inWords } = useActionWords();
  return (
    <span className="grid gap-1">
      <span>{inWords(action)}</span>
      <Link
        href={auditAddressWith({ action })}
        prefetch={false}
        className="link inline-block justify-self-start py-0.5 font-mono text-sm font-normal wrap-anywhere"
      >
        {action}
      </Link>
      <AuditFacts facts={facts} />
    </span>
  );
}

function About({ entry: { subject, onboardingId } }: EntryProps) {
  const t = useTranslations("audit");
  if (!subject) return "–";
  const { kind, id } = subject;
  const page = pageOf(kind, id);
  const name = isKnown(kind) ? t(`subjects.${kind}`) : kind;
  const label = <span className="wrap-anywhere">{t("named", { name, id })}</span>;
  return (
    <span className="grid justify-items-start gap-0.5 max-sm:justify-items-end">
      {page ? (
        <Link href={page} prefetch={false} className="link inline-block py-0.5">
          {label}
        </Link>
      ) : (
        label
      )}
      {onboardingId === null ? null : (
        <Link href={`/admin/onboardings/${onboardingId}`} prefetch={false} className="link inline-block py-0.5 text-sm">
          {t("onboarding", { id: String(onboardingId) })}
        </Link>
      )}
      <Only href={auditAddressWith({ subject_kind: kind, subject_id: id })} what={`${name} ${id}`} />
    </span>
  );
}

function ByWhom({ entry: { actor, trace } }: EntryProps) {
  const t = useTranslations("audit");
  const { kind, id, name } = actor;
  const page = pageOf(kind, id);
  const told = id === null ? t(`actors.${kind as "system"}`) : t("named", { name: t(`actors.${kind as "user"}`), id });
  return (
    <span className="grid justify-items-start gap-0.5 max-sm:justify-items-end">
      {name ? <span className="wrap-anywhere">{name}</span> : null}
      {page ? (
        <Link href={page} prefetch={false} className="link inline-block py-0.5">
          {told}
        </Link>
      ) : (
        <span>{told}</span>
      )}
      <Only href={auditAddressWith({ actor_kind: kind, actor_id: id ?? undefined })} what={told} />
      {trace ? (
        <Link
          href={auditAddressWith({ trace })}
          prefetch={false}
          className="link inline-block py-1 font-mono text-xs wrap-anywhere"
          aria-label={t("onlyTrace", { trace })}
        >
          {trace}
        </Link>
      ) : null}
    </span>
  );
}

function Only({ href, what }: { href: string; what: string }) {
  const t = useTranslations("audit");
  return (
    <Link href={href} prefetch={false} className="link relative inline-block py-0.5 text-sm">
      {t.rich("only", { what, hidden: chunks => <span className="sr-only">{chunks}</span> })}
    </Link>
  );
}
