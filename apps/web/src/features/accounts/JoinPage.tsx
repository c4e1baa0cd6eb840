/** An invitation: what it is to, and accepting it, signed up or in before. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { Invited } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { FormProblem, Frame } from "./Frame";
import { keepInvitation, keptInvitation, takeSecret } from "./secret";

export function JoinPage() {
  const { t } = useTexts();
  const [secret] = useState(() => takeSecret() ?? keptInvitation());
  const invited = useQuery({
    queryKey: ["invited", secret],
    queryFn: () => post<Invited>("/invitations/look", { secret }),
    enabled: secret !== null,
    retry: false,
    meta: { personal: true },
  });
  return (
    <Frame title={t("join.title")}>
      {secret === null ? (
        <p className="rounded-lg bg-warn-soft px-3 py-3 text-warn">△ {t("link.none")}</p>
      ) : (
        <Answer query={invited} skeleton={<Skeleton rows={1} height="h-24" />}>
          {(data) => <Accept invited={data} secret={secret} />}
        </Answer>
      )}
    </Frame>
  );
}

function Accept({ invited, secret }: { invited: Invited; secret: string }) {
  const { t } = useTexts();
  const { known, person } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const accepting = useMutation({
    mutationFn: () => post("/invitations/accept", { secret }),
    onSuccess: () => {
      keepInvitation(null);
      void client.invalidateQueries();
      void navigate({ to: "/team" });
    },
  });
  const stay = () => keepInvitation(secret);
  return (
    <>
      <p>
        {t("join.text", {
          organisation: invited.organisation,
          role: t(`role.${invited.role as "viewer"}`),
          by: invited.invited_by,
        })}
      </p>
      {!known ? (
        <Skeleton rows={1} height="h-11" />
      ) : person ? (
        <>
          <FormProblem error={accepting.error} />
          <button
            type="button"
            className="button button-main self-start"
            disabled={accepting.isPending}
            onClick={() => accepting.mutate()}
          >
            {t("join.accept")}
          </button>
        </>
      ) : (
        <div className="flex flex-wrap gap-3">
          <Link to="/sign-up" search={{}} className="button button-main" onClick={stay}>
            {t("sign_up.title")}
          </Link>
          <Link to="/sign-in" search={{}} className="button" onClick={stay}>
            {t("sign_in.button")}
          </Link>
        </div>
      )}
    </>
  );
}
