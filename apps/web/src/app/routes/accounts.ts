/** Accounts: the ways in, one's own things, the organisation's. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root, strictly, withTexts } from "./root";

/** Where to go after signing in. */
function readWayBack(raw: Record<string, unknown>): { to?: string } {
  return typeof raw.to === "string" ? { to: raw.to } : {};
}

export const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: strictly(readWayBack),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/SignInPage")),
    "SignInPage",
  ),
});

export const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  validateSearch: strictly(readWayBack),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/SignUpPage")),
    "SignUpPage",
  ),
});

export const signInLink = createRoute({
  getParentRoute: () => root,
  path: "/sign-in/link",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/LinkPage")),
    "LinkPage",
  ),
});

export const verify = createRoute({
  getParentRoute: () => root,
  path: "/verify",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/LinkPage")),
    "VerifyPage",
  ),
});

export const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: "/confirm-email",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/LinkPage")),
    "ConfirmEmailPage",
  ),
});

export const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/ResetPage")),
    "ResetPage",
  ),
});

export const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/JoinPage")),
    "JoinPage",
  ),
});

export const mini = createRoute({
  getParentRoute: () => root,
  path: "/mini",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/MiniPage")),
    "MiniPage",
  ),
});

export const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/AccountPage")),
    "AccountPage",
  ),
});

export const team = createRoute({
  getParentRoute: () => root,
  path: "/team",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/TeamPage")),
    "TeamPage",
  ),
});

export const keys = createRoute({
  getParentRoute: () => root,
  path: "/keys",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/KeysPage")),
    "KeysPage",
  ),
});

export const exports_ = createRoute({
  getParentRoute: () => root,
  path: "/exports",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/exports/ExportsPage"), "exports"),
    "ExportsPage",
  ),
});

export const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/AuditPage")),
    "AuditPage",
  ),
});
