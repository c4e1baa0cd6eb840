/** Load one's own observations: drop a file, watch it being read, see what was taken and what was not. */
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { DropZone } from "./DropZone";
import { Progress } from "./Progress";
import { useUpload } from "./useUpload";

const route = getRouteApi("/import");

export function ImportPage() {
  const { t } = useTexts();
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const upload = useUpload((started) => void navigate({ search: { id: started }, replace: true }));
  usePageTitle(t("import.title"));
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("import.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("import.text")}</p>
      </div>
      <Gate needs="operator">
        <DropZone upload={upload} />
        {id && <Progress id={id} />}
      </Gate>
      <Shape />
      <Link to="/" className="link w-fit">
        {t("not_found.home")}
      </Link>
    </div>
  );
}

const EXAMPLE = `{"seen_at":"2026-11-23T09:20:00Z","product_id":1772350,"orders_total":717,"reviews_total":64,
 "rating":4.8,"price":89000,"list_price":120000,"stock":27,
 "skus":[{"sku_id":5310881,"stock":27,"price":89000}]}`;

function Shape() {
  const { t } = useTexts();
  return (
    <details className="sheet px-3 sm:px-4">
      <summary className="min-h-11 py-2.5 font-medium">{t("import.shape")}</summary>
      <div className="flex flex-col gap-2 pb-4 text-sm text-soft">
        <p>{t("import.shape_text")}</p>
        <pre className="overflow-x-auto rounded-lg bg-sunk p-3 text-xs text-ink" tabIndex={0}>
          {EXAMPLE}
        </pre>
        <p>{t("import.again")}</p>
      </div>
    </details>
  );
}
