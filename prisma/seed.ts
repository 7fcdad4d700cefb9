import { demoKey } from "@/lib/agents/queries/credential";
import { keepProvenKey } from "@/lib/agents/service/keep-proven-key";
import { openAccount } from "@/lib/agents/service/open-account";
import { createStaff } from "@/lib/platform/auth/staff";
import { type Tx, transaction } from "@/lib/platform/db";
import { lockOnboarding, settleStep } from "@/lib/platform/flow/advance";
import { createOnboarding } from "@/lib/platform/flow/onboarding";
import { addPartner } from "@/lib/platform/partner/service";
import type { StepSlug } from "@/lib/practitioners/schema";
import { arriveAsPractitioner } from "@/lib/practitioners/service/arrive";
import { completeStep as completePractitionerStep } from "@/lib/practitioners/service/complete-step";
import { createOffering, switchOffering } from "@/lib/practitioners/service/offerings";
import { vendor } from "@/lib/stores/sandbox/letzshop";
import { demoHints, saveLetzshop, saveProfile } from "@/lib/stores/service/answers";
import { storeOnboarding } from "@/lib/stores/steps";
import { seedCustomers } from "./seed-customers";
import { seedMembers } from "./seed-members";

const luxDemo = {
  code: "LUXDEMO",
  name: "Épicerie du Grund",
  ownerName: "Claire Weber",
  email: "claire@epicerie-du-grund.example",
  phoneNumber: "+352621100001",
};

const profile = {
  merchantName: "Épicerie du Grund S.à r.l.",
  brandName: "Épicerie du Grund",
  description: "Fine foods from Luxembourg and the Greater Region, in the old town since 1987.",
  contactEmail: "bonjour@epicerie-du-grund.example",
  contactPhone: "+352 26 10 00 01",
  website: "https://epicerie-du-grund.example",
  businessAddress: "12, rue Münster, L-2160 Luxembourg",
  taxNumber: "LU12345678",
  defaultLanguage: "fr",
  dashboardLanguage: "en",
} as const;

/** The store owner of the demo, half way through the wizard: profile and key are there, feed and import are not. */
async function seedLuxDemo(): Promise<void> {
  await transaction("system", async tx => {
    const { phoneNumber, ownerName } = luxDemo;
    const owner = await tx.user.create({
      data: { phoneNumber, name: ownerName, email: luxDemo.email },
      select: { id: true },
    });
    const store = await tx.store.create({
      data: { ...luxDemo, ownerId: owner.id, verifiedAt: new Date() },
      select: { id: true },
    });
    await tx.userRole.create({ data: { userId: owner.id, role: "store", storeId: store.id } });
    const onboardingId = await createOnboarding(tx, storeOnboarding, store.id);
    const context = { tx, subjectId: store.id, onboardingId };
    const onboarding = await lockOnboarding(tx, "store", store.id);
    await saveProfile(context, profile);
    await settleStep(tx, onboarding, "merchant_profile");
    const { apiKey, shopSlug } = demoHints() ?? { apiKey: "ls_sandbox_key", shopSlug: "demo-shop" };
    await saveLetzshop(context, { apiKey, shopSlug }, { shopName: vendor.name, shopId: vendor.id });
    await settleStep(tx, onboarding, "letzshop_api");
  });
}

/** Somebody who was called and has not been here yet. */
const johnDoe = {
  phoneNumber: "+14155550132",
  name: "John Doe",
  email: "john@yogastudio.com",
  practiceType: "Yoga Studio",
  location: "New York",
  isContacted: true,
  contactStatus: "interested",
  lastContactedDate: new Date("2026-03-03T15:00:00Z"),
};

/** Answers of somebody who is through all five steps. */
const miraSen: [StepSlug, object][] = [
  ["basic-info", { firstName: "Mira", lastName: "Sen", email: "mira@example.com", location: "San Francisco" }],
  ["visual-profile", { bannerUrls: [], bannerAlts: [], profileUrl: null, profileAlt: null }],
  [
    "professional-details",
    {
      practiceType: "Breathwork",
      languages: ["English", "বাংলা"],
      teachingStyles: ["Small groups"],
      specializations: ["Breathwork", "Restorative yoga"],
    },
  ],
  ["bio-about", { shortBio: "I help people who sit all day to breathe and move again.", detailedIntro: null }],
  [
    "experience-certifications",
    {
      workExperiences: [
        {
          jobTitle: "Teacher",
          company: "Bay Breath",
          duration: null,
          startDate: "2017",
          endDate: null,
          description: null,
        },
      ],
      certifications: [
        {
          certificateName: "RYT 500",
          issuingOrganization: "Yoga Alliance",
          dateReceived: "2019-06",
          credentialId: null,
        },
      ],
    },
  ],
];

async function seedPractitioners(): Promise<void> {
  const actor = await transaction("system", async tx => {
    await tx.practitioner.create({ data: johnDoe });
    const role = { create: { role: "practitioner" } } as const;
    const data = { phoneNumber: "+14155550133", name: "Mira Sen", roles: role };
    const { id: userId } = await tx.user.create({ data, select: { id: true } });
    await arriveAsPractitioner(tx, userId);
    const { id } = await tx.practitioner.findUniqueOrThrow({ where: { userId }, select: { id: true } });
    return { userId, practitionerId: id };
  });
  for (const [slug, input] of miraSen) await completePractitionerStep({ slug, input, actor, address: "127.0.0.1" });
  const price = { amount: "25.00", currency: "USD" } as const;
  const about = {
    title: "Morning breath",
    description: "Forty minutes before work, online.",
    price,
    durationMinutes: 40,
  };
  const { id } = await createOffering(actor, about);
  await switchOffering(actor, { id, isActive: true });
}

/** The accounts of the contract; the demo tells their secrets to everybody, so production knows none of them. */
async function seedPartners(tx: Tx): Promise<void> {
  const of = (id: string) => `demo_${id}_secret_0123456789abcdef0123456789abcdef`;
  const inIndia = { defaultRegion: "IN", allowsReplacement: true };
  const demo = { id: "acct_demo", name: "Demo partner", scopes: ["members" as const], sandbox: true, ...inIndia };
  await addPartner(tx, demo, of("partner"));
  await addPartner(tx, { id: "acct_calling", name: "Calling system", scopes: ["calling"] }, of("calling"));
}

const morganAvery = { id: 60, name: "Morgan Avery", email: "morgan.avery@example.com", phoneNumber: "+14155550160" };
const teamId = "22222222-2222-4222-8222-222222222260";

/** The agent of the demo, with the sandbox's key and nothing fetched yet. */
async function seedAgent(): Promise<void> {
  const { id: userId, name, email } = morganAvery;
  await transaction("system", async tx => {
    await tx.user.create({ data: morganAvery });
    // Nobody else gets the number that was taken out of turn.
    await tx.$executeRaw`SELECT max(nextval(pg_get_serial_sequence('"user"', 'id'))) FROM generate_series(1, ${userId}::int)`;
    await openAccount(tx, { userId, name, email, accountType: "Team" });
  });
  const { apiKey, agentId } = demoKey;
  await transaction({ agent: userId }, tx => keepProvenKey(tx, userId, { apiKey, agentId, agentName: name, teamId }));
}

/** Fills an empty demo with the people of the contract: admin, operator, a store owner, two practitioners, an agent, an employer's members and a customer, and with the accounts of partners. */
export async function seed(): Promise<void> {
  const adminId = await transaction("system", async tx => {
    const id = await createStaff(tx, {
      phoneNumber: "+352621000001",
      role: "admin",
      name: "Alex Admin",
      email: "alex@gangway.example",
    });
    await createStaff(tx, { phoneNumber: "+352621000002", role: "operator", name: "Olga Operator" });
    await seedPartners(tx);
    return id;
  });
  await seedLuxDemo();
  await seedPractitioners();
  await seedAgent();
  await seedMembers();
  await seedCustomers(adminId);
}
