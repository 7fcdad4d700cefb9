import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { addressOfPage, currentSession } from "@/lib/platform/auth/current";
import { transaction } from "@/lib/platform/db";
import type { CustomerRole, Permission } from "../schema/access";
import { type CustomerReader, readStanding } from "./standing";

/** Somebody on a page of their customer: who, where, as what, and what their role may do there. */
export type CustomerUser = CustomerReader & {
  name: string | null;
  customer: string;
  role: CustomerRole;
  may: ReadonlySet<Permission>;
};

const findPlace = (reader: CustomerReader) =>
  transaction({ customer: reader.customerId }, async tx => {
    const standing = await readStanding(tx, reader);
    if (!standing) return null;
    const { name } = await tx.customer.findUniqueOrThrow({
      where: { id: reader.customerId },
      select: { name: true },
    });
    return { ...standing, customer: name };
  });

/** Whoever works in the customer of this session; who works in several and has not chosen does so first, and for anybody else the page is not there. For pages. */
export const requireCustomerUser = cache(async (here = "/customer"): Promise<CustomerUser> => {
  const session = await currentSession();
  if (!session) redirect(`/login?next=${encodeURIComponent(await addressOfPage(here))}&with=email`);
  const { id: userId, name, roles, customerId } = session;
  if (!roles.some(held => held.role === "customer")) notFound();
  const reader = customerId === null ? null : { userId, customerId };
  const place = reader && (await findPlace(reader));
  return reader && place
    ? { ...reader, ...place, name }
    : redirect(`/choose?next=${encodeURIComponent(await addressOfPage(here))}`);
});

/** The same where their role may do this; for who may not the page is not there. What it shows looks at the right once more. */
export async function requireCustomerRight(here: string, permission: Permission): Promise<CustomerUser> {
  const user = await requireCustomerUser(here);
  return user.may.has(permission) ? user : notFound();
}
