"""What is kept for a time only, and for how long: the rows that the job `clean` deletes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from ventra.infra.keeping import Keep

MB = 1 << 20
KEPT: Mapping[str, Keep] = {
    "quarantine": Keep(timedelta(days=30), most_bytes=512 * MB),
    "job_failures": Keep(timedelta(days=30), most_rows=20_000),
    "visit_counts": Keep(timedelta(days=90)),
    "status_hours": Keep(timedelta(days=90)),
    "alarms": Keep(timedelta(days=180)),
    "unknown_fields": Keep(timedelta(days=365), most_rows=5_000),
    "import_parts": Keep(timedelta(0)),
    "import_rejects": Keep(timedelta(days=90), most_bytes=256 * MB),
    "imports": Keep(timedelta(days=365)),
    "uploads_left_half_way": Keep(timedelta(days=1)),
    "home_files": Keep(timedelta(days=1)),
    "cards": Keep(timedelta(hours=1)),
    "reports": Keep(timedelta(days=30)),
    "sessions": Keep(timedelta(days=30)),
    "one_use_links": Keep(timedelta(days=1)),
    "letters": Keep(timedelta(days=1)),
    "invitations": Keep(timedelta(days=30)),
    "api_keys": Keep(timedelta(days=90)),
    "marked_products": Keep(timedelta(days=30)),
    "product_lists": Keep(timedelta(days=30)),
    "share_links": Keep(timedelta(days=30)),
    "export_links": Keep(timedelta(days=30)),
    "alerts": Keep(timedelta(days=400)),
    "alert_deliveries": Keep(timedelta(days=90)),
    "alert_group_codes": Keep(timedelta(days=1)),
    "supplier_requests": Keep(timedelta(days=90)),
    "supplier_offers": Keep(timedelta(days=180)),
    "supplier_answers": Keep(timedelta(days=1), most_rows=5_000),
    "picture_hashes": Keep(timedelta(days=90), most_rows=200_000),
    "price_list_drafts": Keep(timedelta(days=7)),
    "disk_samples": Keep(timedelta(days=400)),
}
