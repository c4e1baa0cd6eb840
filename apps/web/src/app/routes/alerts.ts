/** Alerts: what was found, the rules, where it is brought. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readAlertsSearch, readRuleSearch, readRulesSearch } from "@/features/alerts/search";
import { root, strictly, withTexts } from "./root";

export const alerts = createRoute({
  getParentRoute: () => root,
  path: "/alerts",
  validateSearch: strictly(readAlertsSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/alerts/AlertsPage"), "alerts"),
    "AlertsPage",
  ),
});

export const rules = createRoute({
  getParentRoute: () => root,
  path: "/alerts/rules",
  validateSearch: strictly(readRulesSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/alerts/RulesPage"), "alerts", "ruled"),
    "RulesPage",
  ),
});

const loadRule = withTexts(() => import("@/features/alerts/RulePage"), "alerts", "ruled");

export const newRule = createRoute({
  getParentRoute: () => root,
  path: "/alerts/rules/new",
  validateSearch: strictly(readRuleSearch),
  component: lazyRouteComponent(loadRule, "NewRulePage"),
});

export const rule = createRoute({
  getParentRoute: () => root,
  path: "/alerts/rules/$ruleId",
  component: lazyRouteComponent(loadRule, "ChangeRulePage"),
});

export const channels = createRoute({
  getParentRoute: () => root,
  path: "/alerts/channels",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/alerts/ChannelsPage"), "alerts", "ruled", "brought"),
    "ChannelsPage",
  ),
});
