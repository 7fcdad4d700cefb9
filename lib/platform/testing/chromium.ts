/** What Playwright 1.65 switches off in Chromium. Of two such lists Chromium reads the last, so ours has to hold it too. */
const byPlaywright = [
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"],
  ...[
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
  ],
  ...["AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints"],
  ...["NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch", "msForceBrowserSignIn"],
  ...["msEdgeUpdateLaunchServicesPreferredVersion"],
];

/**
 * With each window Chromium loads what may once drop down from its address bar, as two pages with a process of their own, and starts another process
 * for a page that may come: two fifths of a second of computing for each page that a test opens, and nobody types there.
 */
const ofWindows = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
  "SpareRendererForSitePerProcess",
];

/** The parts of Chromium that the browser tests do without. */
export const disabledFeatures: readonly string[] = [...byPlaywright, ...ofWindows];
