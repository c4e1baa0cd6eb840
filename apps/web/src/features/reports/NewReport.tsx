/** Asks for a report: of what, over which span, in which language; now, or by itself from then on. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { post } from "@/shared/api/client";
import { categoriesQuery } from "@/shared/api/queries";
import type { ReportWish, ScheduleWish } from "@/shared/api/shapes";
import { namedListsQuery } from "@/shared/api/watchlist";
import { isLanguage, LANGUAGES, OWN_NAMES } from "@/shared/texts/languages";
import { useTexts } from "@/shared/texts/texts";
import { CategoryField } from "@/shared/ui/CategoryField";
import { ProblemBox } from "@/shared/ui/states";
import { Choice } from "./Choice";
import { KINDS, type ReportKind, type ReportsSearch } from "./search";
import { rhythmFrom, ScheduleFields } from "./ScheduleFields";

export function NewReport({ search }: { search: ReportsSearch }) {
  const { t, language } = useTexts();
  const id = useId();
  const client = useQueryClient();
  const [kind, setKind] = useState<ReportKind>(search.kind ?? "watchlist");
  const [subject, setSubject] = useState(search.id);
  const [regular, setRegular] = useState(false);
  const anew = () => client.invalidateQueries({ queryKey: ["reports"] });
  const making = useMutation({ mutationFn: (wish: ReportWish) => post("/reports", wish), onSuccess: anew });
  const keeping = useMutation({
    mutationFn: (wish: ScheduleWish) => post("/report-schedules", wish),
    onSuccess: () => {
      setRegular(false);
      return anew();
    },
  });
  const ready = kind === "watchlist" || subject !== undefined;
  const error = making.error ?? keeping.error;
  const send = (given: FormData) => {
    const chosen = String(given.get("language"));
    const wish: ReportWish = {
      kind,
      subject_id: subject ?? null,
      days: given.get("days") === "28" ? 28 : 7,
      language: isLanguage(chosen) ? chosen : language,
    };
    keeping.reset();
    making.reset();
    if (regular) keeping.mutate({ ...wish, ...rhythmFrom(given) });
    else making.mutate(wish);
  };
  return (
    <section aria-labelledby={id} className="sheet flex flex-col gap-4 px-3 py-4 sm:px-5">
      <h2 id={id} className="text-lg">
        {t("reports.new")}
      </h2>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send(new FormData(event.currentTarget));
        }}
      >
        <div className="flex flex-wrap items-end gap-3">
          <Choice
            label={t("reports.of")}
            value={kind}
            options={KINDS.filter((one) => one !== "seller" || search.kind === "seller").map(
              (one) => [one, t(`reports.kind.${one}`)] as const,
            )}
            onChange={(next) => {
              setKind(next);
              setSubject(next === (search.kind ?? "watchlist") ? search.id : undefined);
            }}
          />
          <Subject kind={kind} subject={subject} onChange={setSubject} />
          <Choice
            name="days"
            label={t("reports.days")}
            options={[
              ["7", t("reports.days_7")],
              ["28", t("reports.days_28")],
            ]}
          />
          <Choice
            name="language"
            label={t("reports.language")}
            initial={language}
            options={LANGUAGES.map((one) => [one, OWN_NAMES[one]] as const)}
          />
        </div>
        {search.kind !== "seller" && <p className="text-sm text-soft">{t("reports.shop_hint")}</p>}
        <label className="flex min-h-11 items-center gap-2">
          <input
            type="checkbox"
            className="size-5 accent-accent"
            checked={regular}
            onChange={(event) => setRegular(event.target.checked)}
          />
          {t("reports.by_itself")}
        </label>
        {regular && <ScheduleFields />}
        <button
          type="submit"
          className="button button-main self-start"
          disabled={!ready || making.isPending || keeping.isPending}
        >
          {t(regular ? "reports.keep" : "reports.make")}
        </button>
      </form>
      {error && <ProblemBox error={error} />}
    </section>
  );
}

interface SubjectProps {
  kind: ReportKind;
  subject: number | undefined;
  onChange: (subject: number | undefined) => void;
}

function Subject({ kind, subject, onChange }: SubjectProps) {
  const { t } = useTexts();
  const lists = useQuery({ ...namedListsQuery, enabled: kind === "watchlist" });
  const categories = useQuery({ ...categoriesQuery, enabled: kind === "category" });
  if (kind === "category")
    return <CategoryField value={subject} categories={categories.data?.items ?? []} onChange={onChange} />;
  if (kind === "seller") return <p className="flex min-h-11 items-center">№ {subject}</p>;
  const known = lists.data?.items.filter((one) => !one.deleted_at) ?? [];
  return (
    <Choice
      label={t("reports.list")}
      value={String(subject ?? "")}
      options={[
        ["", t("reports.everything")],
        ...known.map((one) => [String(one.list_id), one.name] as const),
      ]}
      onChange={(next) => onChange(next ? Number(next) : undefined)}
    />
  );
}
