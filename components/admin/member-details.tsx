import Link from "next/link";
import { useTranslations } from "next-intl";
import { Day } from "@/components/ui/day";
import { type DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import type { MemberView } from "@/lib/members/view/member";

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
const day = (text: string | null) => (text && isDay(text) ? <Day value={text} /> : text);

/** What is known of a member; of a paper only the end of its number. */
export function MemberDetails({ member }: { member: MemberView }) {
  const t = useTranslations("members.members");
  const {
    dob,
    joiningDate,
    gender,
    addrLine,
    city,
    pincode,
    addrState,
    govtIdName,
    govtId,
    nominee,
    partner,
    employer,
  } = member;
  const place = [addrLine, [pincode, city].filter(Boolean).join(" "), addrState].filter(Boolean).join(", ");
  const items: DescriptionItem[] = [
    { key: "phone", label: t("phone"), value: member.phoneNumber },
    { key: "email", label: t("email"), value: member.email },
    { key: "dob", label: t("dob"), value: day(dob) },
    {
      key: "gender",
      label: t("gender"),
      value: gender && t.has(`genders.${gender}`) ? t(`genders.${gender}`) : gender,
    },
    { key: "relation", label: t("relation"), value: t(`relations.${member.relation}`) },
    { key: "address", label: t("address"), value: place },
    {
      key: "govtId",
      label: t("govtId"),
      value: govtIdName && govtId ? `${t(`papers.${govtIdName}`)} ${govtId}` : null,
    },
    { key: "nominee", label: t("nominee"), value: nominee && nomineeText(nominee) },
    {
      key: "employer",
      label: t("employer"),
      value: (
        <>
          <Link href={`/admin/employers/${employer.id}`} className="link">
            <bdi>{employer.name}</bdi>
          </Link>
          <span className="block font-mono text-sm text-ink-muted">{member.parentSubscriptionId}</span>
        </>
      ),
    },
    ...(joiningDate ? [{ key: "joined", label: t("joined"), value: day(joiningDate) }] : []),
    ...(partner
      ? [
          {
            key: "partner",
            label: t("partner"),
            value: t("partnerUser", { name: partner.name, id: partner.userId ?? "–" }),
          },
        ]
      : []),
  ];
  return <DescriptionList items={items} className="-my-3" />;
}

function nomineeText({ name, relation, age }: NonNullable<MemberView["nominee"]>): string {
  return [name, relation, age].filter(value => value !== null).join(", ");
}
