import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/platform/i18n/request.ts");

/** @type {import("next").NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  images: { unoptimized: true },
  // `npm test` checks the types of everything; who only wants to start need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  productionBrowserSourceMaps: false,
};

export default withNextIntl(config);
