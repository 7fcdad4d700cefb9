import { SearchX, Users } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PersonView } from "@/lib/platform/auth/people/schema";
import { PeopleStatus } from "./people-status";

/** People with their roles and when they were here last, or that nobody was found for the `words`; cards on phones. */
export function PeopleList({ people, words }: { people: readonly PersonView[]; words: string | undefined }) {
  const t = useTranslations("admin.people");
  return (
    <Card flush>
      {people.length > 0 ? (
        <PeopleTable people={people} />
      ) : (
        <EmptyState icon={words ? SearchX : Users} title={words ? t("noneFound", { words }) : t("none")}>
          {t(words ? "noneFoundHelp" : "noneHelp")}
        </EmptyState>
      )}
    </Card>
  );
}

function PeopleTable({ people }: { people: readonly PersonView[] }) {
  const t = useTranslations("admin.people");
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("person")}</HeaderCell>
        <HeaderCell>{t("phone")}</HeaderCell>
        <HeaderCell>{t("roles")}</HeaderCell>
        <HeaderCell>{t("status")}</HeaderCell>
        <HeaderCell numeric>{t("sessions")}</HeaderCell>
        <HeaderCell>{t("lastSeen")}</HeaderCell>
      </TableHead>
      <TableBody>
        {people.map(person => (
          <PersonRow key={person.id} person={person} />
        ))}
      </TableBody>
    </Table>
  );
}

function PersonRow({ person }: { person: PersonView }) {
  const t = useTranslations("admin.people");
  const roles = [...new Set(person.roles.map(({ role }) => t(`roleNames.${role}`)))].join(", ");
  return (
    <TableRow>
      <Cell lead label={t("person")} className="max-w-72">
        <Link href={`/admin/people/${person.id}`} className="link inline-block py-1 wrap-anywhere">
          <bdi>{person.name ?? t("nameless")}</bdi>
        </Link>
        {person.email ? (
          <span className="block text-sm font-normal wrap-anywhere text-ink-muted">{person.email}</span>
        ) : null}
      </Cell>
      <Cell label={t("phone")} className="whitespace-nowrap">
        {person.phoneNumber ?? "–"}
      </Cell>
      <Cell label={t("roles")}>{roles || "–"}</Cell>
      <Cell label={t("status")}>
        <PeopleStatus isDisabled={person.disabledAt !== null} />
      </Cell>
      <Cell numeric label={t("sessions")}>
        {person.sessions}
      </Cell>
      <Cell label={t("lastSeen")} className="whitespace-nowrap">
        {person.lastSeenAt ? <Time value={person.lastSeenAt} relative /> : t("never")}
      </Cell>
    </TableRow>
  );
}
