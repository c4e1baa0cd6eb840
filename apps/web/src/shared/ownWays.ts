/** Where one can go to what is one's own; apart from the ways of every page, for it is fetched when somebody asks for it. */
export const OWN_WAYS = [
  { to: "/my-shop", key: "nav.my_shop", icon: "file", needs: "viewer" },
  { to: "/sourcing", key: "nav.sourcing", icon: "file", needs: "viewer" },
  { to: "/exports", key: "exports.title", icon: "file", needs: "viewer" },
  { to: "/account", key: "account.title", icon: "person", needs: "person" },
  { to: "/team", key: "team.title", icon: "person", needs: "viewer" },
  { to: "/keys", key: "keys.title", icon: "person", needs: "manager" },
  { to: "/audit", key: "audit.title", icon: "person", needs: "owner" },
  { to: "/import", key: "nav.import", icon: "upload", needs: "operator" },
] as const;
