/** What one-use links lead to: signing in, confirming an address, a change of it. Each is spent at once, and once. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { begin } from "@/shared/api/access";
import { post } from "@/shared/api/client";
import type { SessionStarted } from "@/shared/api/shapes";
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { ProblemBox, Skeleton } from "@/shared/ui/states";
import { Frame } from "./Frame";
import { takeSecret } from "./secret";

interface Spending<T> {
  title: TextKey;
  path: string;
  done: (answer: T) => TextKey;
}

function Spend<T>({ title, path, done }: Spending<T>) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [secret] = useState(takeSecret);
  const spending = useQuery({
    queryKey: ["spend", path, secret],
    queryFn: () => post<T>(path, { secret }),
    enabled: secret !== null,
    retry: false,
    staleTime: Infinity,
    gcTime: Infinity,
    meta: { personal: true },
  });
  useEffect(() => {
    if (!spending.data) return;
    if (path === "/session/link") begin(spending.data as unknown as SessionStarted);
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "spend" });
  }, [spending.data, path, client]);
  return (
    <Frame title={t(title)}>
      {secret === null ? (
        <p className="rounded-lg bg-warn-soft px-3 py-3 text-warn">△ {t("link.none")}</p>
      ) : spending.isPending ? (
        <Skeleton rows={1} height="h-16" />
      ) : spending.isError ? (
        <ProblemBox error={spending.error} />
      ) : (
        <p role="status" className="rounded-lg bg-good-soft px-3 py-3 text-good">
          ✓ {t(done(spending.data))}
        </p>
      )}
      <Link to="/" className="button self-start">
        {t("not_found.home")}
      </Link>
    </Frame>
  );
}

export const LinkPage = () => (
  <Spend title="sign_in.title" path="/session/link" done={() => "link.signed_in"} />
);

export const VerifyPage = () => (
  <Spend title="verify.title" path="/account/verify" done={() => "verify.done"} />
);

export const ConfirmEmailPage = () => (
  <Spend<{ changed: boolean }>
    title="email.title"
    path="/account/email/confirm"
    done={({ changed }) => (changed ? "email.changed" : "email.half")}
  />
);
