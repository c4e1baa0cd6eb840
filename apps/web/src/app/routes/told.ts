/** What the installation tells of itself, and what its operator does. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readAccuracySearch } from "@/features/accuracy/search";
import { readReportsSearch } from "@/features/reports/search";
import { root, strictly, withTexts } from "./root";

export const health = createRoute({
  getParentRoute: () => root,
  path: "/health",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/health/HealthPage"), "health"),
    "HealthPage",
  ),
});

export const status = createRoute({
  getParentRoute: () => root,
  path: "/status",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/status/StatusPage"), "status"),
    "StatusPage",
  ),
});

export const accuracy = createRoute({
  getParentRoute: () => root,
  path: "/accuracy",
  validateSearch: strictly(readAccuracySearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accuracy/AccuracyPage"), "accuracy"),
    "AccuracyPage",
  ),
});

export const gallery = createRoute({
  getParentRoute: () => root,
  path: "/gallery",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/gallery/GalleryPage"), "gallery", "people"),
    "GalleryPage",
  ),
});

export const how = createRoute({
  getParentRoute: () => root,
  path: "/how",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/how/HowPage"), "how"),
    "HowPage",
  ),
});

export const importing = createRoute({
  getParentRoute: () => root,
  path: "/import",
  validateSearch: (raw: Record<string, unknown>): { id?: string } =>
    typeof raw.id === "string" ? { id: raw.id } : {},
  component: lazyRouteComponent(
    withTexts(() => import("@/features/importing/ImportPage"), "importing"),
    "ImportPage",
  ),
});

const loadLegal = withTexts(() => import("@/features/legal/LegalPage"), "legal");

export const privacy = createRoute({
  getParentRoute: () => root,
  path: "/privacy",
  component: lazyRouteComponent(loadLegal, "PrivacyPage"),
});

export const terms = createRoute({
  getParentRoute: () => root,
  path: "/terms",
  component: lazyRouteComponent(loadLegal, "TermsPage"),
});

export const reports = createRoute({
  getParentRoute: () => root,
  path: "/reports",
  validateSearch: strictly(readReportsSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/reports/ReportsPage"), "reports"),
    "ReportsPage",
  ),
});
