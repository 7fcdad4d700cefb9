import { env } from "../../env";
import { signingGuide } from "./signing-guide";

/** What the samples read from their environment: of the demo its own account, which everybody knows; elsewhere what has to be filled in. */
export function sampleSetup(): { text: string; isDemo: boolean } {
  const [demo] = signingGuide.vectors;
  const isDemo = env.appEnv === "demo";
  const [account, secret, plan] = isDemo
    ? [demo.accountId, demo.secret, "plan_demo_gold"]
    : ["acct_yours", "gws_yours", "plan_yours"];
  return {
    isDemo,
    text: `export ORIGIN=${env.appUrl}\nexport ACCOUNT=${account}\nexport SECRET=${secret}\nexport PLAN=${plan}\n`,
  };
}
