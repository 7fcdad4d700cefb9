import { arrive } from "@/lib/kinds";
import { nextAuthHandler } from "@/lib/platform/auth/next-auth";

const handler = nextAuthHandler(arrive);

export { handler as GET, handler as POST };
