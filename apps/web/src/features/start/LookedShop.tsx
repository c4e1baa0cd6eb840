/** What is known of a shop, and following it: all of its goods are tracked then. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { post } from "@/shared/api/client";
import { followedShopsQuery } from "@/shared/api/follow";
import type { Followed, Look } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { FollowedShop } from "@/shared/ui/FollowedShop";
import { useProblemText } from "@/shared/ui/states";
import { Step } from "./Step";

interface Props {
  look: Look;
  slug: string;
}

export function LookedShop({ look, slug }: Props) {
  const { t } = useTexts();
  const client = useQueryClient();
  const problem = useProblemText();
  const follow = useMutation({
    mutationFn: () => post<Followed>("/follow", { link: `https://uzum.uz/uz/shop/${slug}` }),
    onSuccess: () => client.invalidateQueries({ queryKey: followedShopsQuery.queryKey }),
  });
  return (
    <>
      <Step number={2} title={t("start.see")}>
        <p dir="auto" className="font-medium wrap-anywhere">
          {look.title ?? slug}
        </p>
        <p className="text-sm text-soft">
          {look.state === "seen" ? t("start.shop_known", { n: look.products ?? 0 }) : t("start.shop_unknown")}
        </p>
      </Step>
      <Step number={3} title={t("start.track")} text={t("start.shop_text")}>
        {follow.data ? (
          <>
            <FollowedShop name={slug} off={look.collect === "off"} />
            <Link to="/browse" search={{ tracked: "yes" }} className="button self-start">
              {t("start.to_tracked")}
            </Link>
          </>
        ) : (
          <button
            type="button"
            className="button button-main self-start"
            disabled={follow.isPending}
            onClick={() => follow.mutate()}
          >
            {t(follow.isPending ? "steps.sending" : "start.follow_shop")}
          </button>
        )}
        {follow.isError && (
          <p role="alert" className="text-sm text-bad">
            ✕ {problem(follow.error)}
          </p>
        )}
      </Step>
    </>
  );
}
