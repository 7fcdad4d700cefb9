import { openAccount } from "@/lib/agents/service/open-account";
import { createOnboarding } from "@/lib/platform/flow/onboarding";
import { storeOnboarding } from "@/lib/stores/steps";
import { type Tx, transaction } from "../db";
import { newPractitioner } from "./new-practitioner";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

/** Somebody in a wizard: the onboarding, whose it is, and where they are written to. */
export type Idle = { onboardingId: number; userId: number; subject: number; recipient: string };

/** Sets the product's clock to a time of the day after tomorrow in Luxembourg, or so many days later. */
export const setClock = (time: string, days = 2, zone = "Europe/Luxembourg") =>
  system(
    tx => tx.$executeRaw`
      INSERT INTO app_clock (id, advance_seconds)
      VALUES (1, extract(epoch FROM ((now() AT TIME ZONE ${zone})::date + ${days}::int + ${time}::time) AT TIME ZONE ${zone} - now())::int)
      ON CONFLICT (id) DO UPDATE SET advance_seconds = excluded.advance_seconds`,
  );

/** Makes an onboarding, and all that happened in it, as old as this. */
export const age = ({ onboardingId }: Pick<Idle, "onboardingId">, days: number) =>
  system(async tx => {
    const past = `${days} days`;
    await tx.$executeRaw`UPDATE onboarding SET created_at = app_now() - ${past}::interval WHERE id = ${onboardingId}`;
    await tx.$executeRaw`
      UPDATE onboarding_step SET started_at = app_now() - ${past}::interval, ended_at = app_now() - ${past}::interval
      WHERE onboarding_id = ${onboardingId} AND ended_at IS NOT NULL`;
  });

let serial = 0;
/** A verified store whose owner has stopped before the first step, four days ago. */
export async function idleStore(days = 4): Promise<Idle> {
  const number = ++serial;
  const recipient = `idle${number}@example.com`;
  const made = await system(async tx => {
    const phoneNumber = `+35262155${String(number).padStart(4, "0")}`;
    const { id: userId } = await tx.user.create({ data: { phoneNumber }, select: { id: true } });
    const told = { name: `Bread & ${number}`, ownerName: "Owner", email: recipient, phoneNumber };
    const data = { ...told, code: `IDLE${number}`, ownerId: userId, verifiedAt: new Date() };
    const { id: subject } = await tx.store.create({ data, select: { id: true } });
    return { userId, subject, onboardingId: await createOnboarding(tx, storeOnboarding, subject) };
  });
  await age(made, days);
  return { ...made, recipient };
}

/** A practitioner without an address who has stopped before the first step, four days ago; the number may be of another country. */
export async function idlePractitioner(phoneNumber?: string): Promise<Idle> {
  const made = await newPractitioner();
  const { userId, practitionerId: subject } = made;
  const { id: onboardingId } = await system(async tx => {
    if (phoneNumber) {
      await tx.user.update({ where: { id: userId }, data: { phoneNumber } });
      await tx.practitioner.update({ where: { id: subject }, data: { phoneNumber } });
    }
    return tx.onboarding.findUniqueOrThrow({ where: { practitionerId: subject }, select: { id: true } });
  });
  await age({ onboardingId }, 4);
  return { onboardingId, userId, subject, recipient: phoneNumber ?? made.phoneNumber };
}

/** An agent who has signed in four days ago and given no key, or who was made by an admin and never came. */
export async function idleAgent({ hasCome = true } = {}): Promise<Idle> {
  const number = ++serial;
  const recipient = `idle-agent${number}@example.com`;
  const made = await system(async tx => {
    const phoneNumber = `+35262156${String(number).padStart(4, "0")}`;
    const { id: userId } = await tx.user.create({ data: { phoneNumber }, select: { id: true } });
    await openAccount(tx, { userId, name: "Ada Agent", email: recipient });
    if (hasCome) {
      const expiresAt = new Date("2030-01-01");
      await tx.device.create({ data: { tokenHash: `idle-agent-${number}`, userId, expiresAt } });
    }
    const { id } = await tx.onboarding.findUniqueOrThrow({ where: { agentUserId: userId }, select: { id: true } });
    return { userId, subject: userId, onboardingId: id };
  });
  await age(made, 4);
  return { ...made, recipient };
}
