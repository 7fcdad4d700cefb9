import { buildSchema } from "graphql";

/** The part of Letzshop's schema that is known from the outside; connections follow Relay as far as anyone has seen. */
export const letzshopSchema = buildSchema(`
  enum ShipmentStateEnum { unconfirmed confirmed }
  enum TradeIdParserEnum { gtin14 gtin13 gtin12 gtin8 isbn13 isbn10 }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type TranslatedString { en: String fr: String de: String }
  type Country { name: TranslatedString! iso: String! }
  type Address {
    firstName: String lastName: String company: String streetName: String streetNumber: String
    city: String zipCode: String phone: String country: Country
  }
  type Order {
    id: ID! number: String! email: String total: Float! completedAt: String locale: String
    shipAddress: Address billAddress: Address
  }
  type Brand { name: String! }
  type BrandUnknown { identifier: String }
  union BrandUnion = Brand | BrandUnknown
  type Product { name: TranslatedString! _brand: BrandUnion }
  type TradeId { number: String! parser: TradeIdParserEnum! }
  type Variant { id: ID! sku: String mpn: String price: Float! tradeId: TradeId product: Product! }
  type InventoryUnit { id: ID! state: String! variant: Variant! }
  type Tracking { code: String provider: String }
  type Shipment { id: ID! number: String! state: String! order: Order! inventoryUnits: [InventoryUnit!]! tracking: Tracking }
  type ShipmentConnection { nodes: [Shipment]! pageInfo: PageInfo! }
  type Vendor { id: ID! name: String! slug: String! }
  type VendorConnection { nodes: [Vendor]! pageInfo: PageInfo! }
  type Query {
    shipments(state: ShipmentStateEnum, first: Int, after: String): ShipmentConnection!
    vendors(first: Int, after: String): VendorConnection!
    vendor(slug: String!): Vendor
  }
`);
