import { CircleMinus, CirclePlay, Search as Glass, SearchX, Workflow } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ChoiceLinks } from "@/components/ui/choice-links";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Pagination } from "@/components/ui/pagination";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { triggers } from "@/lib/customers/schema/own-search";
import type { WorkflowPage, WorkflowView } from "@/lib/customers/view/workflow";
import { listAddress, type Search } from "./workflow-address";

type OwnWorkflowsProps = { search: Search; page: WorkflowPage; isFirst: boolean };

/** A customer's workflows: what they are searched by, the table, and the ways to other pages. */
export function OwnWorkflows({ search, page, isFirst }: OwnWorkflowsProps) {
  const t = useTranslations("customer.workflows");
  const ways = {
    previous: isFirst ? null : listAddress(search),
    next: page.nextCursor ? listAddress(search, { after: page.nextCursor }) : null,
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      <SearchForm search={search} />
      <Filters search={search} />
      <p role="status" className="text-sm text-ink-muted tabular-nums">
        {t("found", { count: page.total })}
      </p>
      <Card flush>{page.items.length > 0 ? <WorkflowRows workflows={page.items} /> : <Nothing search={search} />}</Card>
      <Pagination {...ways} isBackToStart />
    </div>
  );
}

function SearchForm({ search: { q, state, trigger } }: { search: Search }) {
  const t = useTranslations("customer.workflows");
  return (
    <Form action="/customer/workflows" scroll={false} role="search" className="flex flex-wrap items-end gap-3">
      {state ? <input type="hidden" name="state" value={state} /> : null}
      {trigger ? <input type="hidden" name="trigger" value={trigger} /> : null}
      <Field name="q" label={t("search")} hint={t("searchHint")} className="min-w-56 max-w-xl flex-1">
        <Input key={q} type="search" name="q" defaultValue={q} autoComplete="off" spellCheck={false} maxLength={100} />
      </Field>
      <Button type="submit" reads variant="secondary">
        <Glass aria-hidden />
        {t("find")}
      </Button>
    </Form>
  );
}

function Filters({ search }: { search: Search }) {
  const t = useTranslations("customer.workflows");
  const states = ([undefined, "active", "inactive"] as const).map(state => ({
    ...{ href: listAddress(search, { state }), label: t(`states.${state ?? "all"}`), current: search.state === state },
  }));
  const begun = [undefined, ...triggers].map(trigger => ({
    href: listAddress(search, { trigger }),
    label: t(`triggers.${trigger ?? "all"}`),
    current: search.trigger === trigger,
  }));
  return (
    <div className="grid gap-x-8 gap-y-2 xl:flex xl:flex-wrap">
      <ChoiceLinks quiet label={t("state")} links={states} />
      <ChoiceLinks quiet label={t("trigger")} links={begun} />
    </div>
  );
}

function WorkflowRows({ workflows }: { workflows: readonly WorkflowView[] }) {
  const t = useTranslations("customer.workflows");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("name")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("trigger")}</HeaderCell>
        <HeaderCell numeric>{t("tasks")}</HeaderCell>
        <HeaderCell>{t("changedAt")}</HeaderCell>
      </TableHead>
      <TableBody>
        {workflows.map(workflow => (
          <WorkflowRow key={workflow.id} {...workflow} />
        ))}
      </TableBody>
    </Table>
  );
}

function WorkflowRow({ id, zuoraId, name, isActive, triggers: begunBy, tasks, changedAt }: WorkflowView) {
  const t = useTranslations("customer.workflows");
  const format = useFormatter();
  return (
    <TableRow>
      <Cell lead label={t("name")} className="max-w-96">
        <Link href={`/customer/workflows/${id}`} className="link inline-block py-1 wrap-anywhere">
          {name}
        </Link>
        <span className="block text-sm font-normal text-ink-muted">{t("zuoraId", { id: zuoraId })}</span>
      </Cell>
      <Cell label={t("state")}>
        <WorkflowState isActive={isActive} />
      </Cell>
      <Cell label={t("trigger")}>{begunBy.map(trigger => t(`triggers.${trigger}`)).join(" · ") || "–"}</Cell>
      <Cell numeric label={t("tasks")}>
        {format.number(tasks)}
      </Cell>
      <Cell label={t("changedAt")}>
        <Time value={changedAt} precision="day" />
      </Cell>
    </TableRow>
  );
}

/** Does it run? As icon and word. */
export function WorkflowState({ isActive }: Pick<WorkflowView, "isActive">) {
  const t = useTranslations("customer.workflows.states");
  return isActive ? (
    <Status tone="success" icon={CirclePlay}>
      {t("active")}
    </Status>
  ) : (
    <Status tone="neutral" icon={CircleMinus}>
      {t("inactive")}
    </Status>
  );
}

function Nothing({ search }: { search: Search }) {
  const t = useTranslations("customer.workflows");
  const isSearched = Object.values(search).some(Boolean);
  if (!isSearched)
    return (
      <EmptyState icon={Workflow} title={t("none")}>
        {t("noneHelp")}
      </EmptyState>
    );
  const all = (
    <LinkButton href="/customer/workflows" variant="secondary" size="small" prefetch={false}>
      {t("clear")}
    </LinkButton>
  );
  return (
    <EmptyState icon={SearchX} title={t("nothingFound")} action={all}>
      {t("nothingFoundHelp")}
    </EmptyState>
  );
}
