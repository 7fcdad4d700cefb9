import { useTranslations } from "next-intl";
import { type DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { PersonView } from "@/lib/platform/auth/people/schema";
import { PeopleStatus } from "./people-status";

/** What is known of a person's account. */
export function PeopleAccount({ person }: { person: PersonView }) {
  const t = useTranslations("admin.people");
  const { disabledAt, email, emailConfirmed, roles } = person;
  const held = roles.map(({ role, storeId }) =>
    storeId === null ? t(`roleNames.${role}`) : t("roleInStore", { role: t(`roleNames.${role}`), id: String(storeId) }),
  );
  const items: DescriptionItem[] = [
    {
      key: "status",
      label: t("status"),
      value: (
        <span className="flex flex-wrap items-baseline gap-x-3">
          <PeopleStatus isDisabled={disabledAt !== null} />
          {disabledAt ? <Time value={disabledAt} className="text-sm text-ink-muted" /> : null}
        </span>
      ),
    },
    { key: "phone", label: t("phone"), value: person.phoneNumber },
    {
      key: "email",
      label: t("email"),
      value: email ? t(emailConfirmed ? "emailConfirmed" : "emailUnconfirmed", { email }) : null,
    },
    { key: "roles", label: t("roles"), value: held.length > 0 ? held.join(", ") : t("noRole") },
    { key: "sessions", label: t("sessions"), value: person.sessions },
    { key: "devices", label: t("devices"), value: person.devices },
    {
      key: "seen",
      label: t("lastSeen"),
      value: person.lastSeenAt ? <Time value={person.lastSeenAt} /> : t("never"),
    },
    { key: "created", label: t("created"), value: <Time value={person.createdAt} /> },
  ];
  return <DescriptionList items={items} className="-my-3" />;
}
