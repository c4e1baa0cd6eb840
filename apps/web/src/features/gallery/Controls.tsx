/** What is pressed, chosen and filled in; nothing here does anything but show itself. */
import { useState } from "react";
import { ApiProblem } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";
import { Chip } from "@/shared/ui/Chip";
import { Confirm } from "@/shared/ui/Confirm";
import { Field } from "@/shared/ui/Field";
import { Once } from "@/shared/ui/Once";
import { PriceField } from "@/shared/ui/PriceField";
import { Switch } from "@/shared/ui/Switch";
import { Term } from "@/shared/ui/Term";

const WRONG = new ApiProblem(400, { key: "error.bad_input", title: "", field: "email" }, null);

export function Controls() {
  const { t } = useTexts();
  const [on, setOn] = useState(true);
  const [price, setPrice] = useState<number | undefined>(90_000);
  const [choice, setChoice] = useState<"7" | "28" | "90">("28");
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <button type="button" className="button button-main">
          {t("product.track")}
        </button>
        <button type="button" className="button">
          {t("error.retry")}
        </button>
        <button type="button" className="button button-small">
          {t("form.copy")}
        </button>
        <button type="button" className="button" disabled>
          {t("error.retry")}
        </button>
        <a href="#controls" className="link inline-flex min-h-11 items-center">
          {t("gallery.link")}
        </a>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Chip words={t("filter.in_stock")} on={on} onChange={setOn} />
        <Chip words={t("filter.tracked")} on={!on} onChange={(next) => setOn(!next)} />
        <Switch
          label={t("gallery.choice")}
          choices={[
            ["7", "7"],
            ["28", "28"],
            ["90", "90"],
          ]}
          chosen={choice}
          onChoose={setChoice}
        />
        <Confirm
          button={t("gallery.asks")}
          title={t("gallery.asks")}
          text={t("gallery.asks_text")}
          yes={t("gallery.yes")}
          onYes={() => setOn(true)}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name="mail" label={t("gallery.field")} hint={t("gallery.field_hint")} />
        <Field
          name="email"
          label={t("gallery.field")}
          error={WRONG}
          wrong={t("gallery.field_wrong")}
          defaultValue="anvar@"
        />
        <Field name="password" type="password" label={t("gallery.secret")} defaultValue="choynak" />
        <PriceField label={t("filter.price_to")} value={price} onChange={setPrice} />
      </div>
      <Term word={t("gallery.term")} text={t("gallery.term_text")} />
      <Once label={t("gallery.once")} text="vtr_…" />
    </>
  );
}
