/** Short names for the api's schemas: the one file to look at when the generated types change their names. */
import type { components } from "./types";

type Schemas = components["schemas"];

export type Basis = Estimate["basis"];
export type Estimate = Schemas["Estimate"];
export type Titles = Schemas["Titles"];
export type Figures = Schemas["Figures"];
export type ProductRow = Schemas["ProductRow"];
export type ProductList = Schemas["ProductList"];
export type Product = Schemas["Product"];
export type ProductDetail = Schemas["ProductDetail"];
export type Variant = Schemas["Variant"];
export type DaySales = Schemas["SalesDay"];
export type Span = Schemas["SalesSpan"];
export type Sales = Schemas["ProductSales"];
export type PriceStep = Schemas["PriceStep"];
export type StockStep = Schemas["StockStep"];
export type Prices = Schemas["PriceHistory"];
export type Stock = Schemas["StockHistory"];
export type Observation = Schemas["Sighting"];
export type Observations = Schemas["SightingList"];
export type Why = Schemas["Why"];
export type WhyStep = Schemas["WhyStep"];
export type Category = Schemas["Category"];
export type Categories = Schemas["CategoryList"];
export type DataHealth = Schemas["DataHealth"];
export type Card = Schemas["Card"];
export type CardWish = Schemas["CardWish"];
export type Import = Schemas["Import"];
export type Meta = Schemas["Meta"];
export type Status = Schemas["Status"];
export type Part = Schemas["Part"];
export type Problem = Schemas["Problem"];
