import { flow, step } from "@/lib/platform/flow/step";
import { LetzshopKey, MerchantProfile, ProductImport } from "./schema";
import {
  loadLetzshop,
  loadProductImport,
  loadProfile,
  proveLetzshopKey,
  saveLetzshop,
  saveProductImport,
  saveProfile,
  tellProfile,
} from "./service/answers";
import { importOrders, whyNoOrders } from "./service/import-orders";
import { importProducts, whyNoProducts } from "./service/import-products";
import { importQueue } from "./service/import-queue";
import { tellRunEnd } from "./service/run-end";

/** What stands between a new store and its dashboard, in order (sources/004). */
export const storeOnboarding = flow(
  "store",
  [
    step({
      id: "merchant_profile",
      title: "Merchant profile",
      input: MerchantProfile,
      load: loadProfile,
      told: tellProfile,
      run: saveProfile,
    }),
    step({
      id: "letzshop_api",
      title: "Connect Letzshop",
      input: LetzshopKey,
      load: loadLetzshop,
      prepare: proveLetzshopKey,
      run: saveLetzshop,
    }),
    step({
      id: "product_import",
      title: "Product feed",
      input: ProductImport,
      load: loadProductImport,
      run: saveProductImport,
    }),
    step({
      id: "order_sync",
      title: "Import",
      parts: [
        { id: "orders", title: "Orders", skip: whyNoOrders, run: importOrders },
        { id: "products", title: "Product rows", skip: whyNoProducts, run: importProducts },
      ],
    }),
  ],
  { ...importQueue, onRunEnd: tellRunEnd },
);
