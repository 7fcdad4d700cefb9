import { audit } from "../audit";
import type { Tx } from "../db";

/** Gives a number the role of admin or operator, making the person if there is none; `email` is where alerts go, as known to be theirs. Returns the person's id. */
export async function createStaff(
  tx: Tx,
  staff: { phoneNumber: string; role: "admin" | "operator"; name: string | null; email?: string },
): Promise<number> {
  const { phoneNumber, role, name, email } = staff;
  const address = email === undefined ? {} : { email, emailConfirmed: true };
  const user = await tx.user.upsert({
    where: { phoneNumber },
    create: { phoneNumber, name, ...address },
    update: address,
    select: { id: true },
  });
  await tx.$executeRaw`INSERT INTO user_roles (user_id, role) VALUES (${user.id}, ${role}::"RoleName") ON CONFLICT DO NOTHING`;
  await audit(tx, {
    action: "auth.role_given",
    actor: { kind: "system" },
    subject: { kind: "user", id: user.id },
    detail: { role },
  });
  return user.id;
}
