"""Vectors of many new titles lie by without an index; it is built over them at once, and they take the place of the table."""

from alembic import op

revision = "0040"
down_revision = "0039"
oldest_release = "0.1.0"

NEXT = """
CREATE TABLE product_vectors_next (LIKE product_vectors INCLUDING COMMENTS, PRIMARY KEY (product_id));
COMMENT ON TABLE product_vectors_next IS 'vectors made while many waited, not looked through before ventra_vectors_in_place';
GRANT SELECT, INSERT, UPDATE, DELETE ON product_vectors_next TO ventra_worker;
GRANT SELECT ON product_vectors_next TO ventra_app;
"""

# Whoever searches goes on with the table as it was; at the end all wait for the moment in which names are changed. Processes
# beside this one would share the graph in /dev/shm, which is small in containers, so it is built by one.
IN_PLACE = """
CREATE FUNCTION ventra_vectors_in_place() RETURNS void LANGUAGE plpgsql AS $in_place$
DECLARE
    known_kb  bigint := pg_size_bytes(current_setting('maintenance_work_mem')) / 1024;
    wanted_kb bigint;
BEGIN
    LOCK TABLE product_vectors_next, product_vectors IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO cluster_waiting (product_id)
    SELECT product_id FROM product_vectors_next ORDER BY product_id ON CONFLICT DO NOTHING;
    INSERT INTO product_vectors_next (product_id, version, embedding)
    SELECT v.product_id, v.version, v.embedding FROM product_vectors v
     WHERE NOT EXISTS (SELECT FROM product_vectors_next n WHERE n.product_id = v.product_id);
    SELECT least(384 * 1024, 16 * 1024 + 2 * count(*)) INTO wanted_kb FROM product_vectors_next;
    PERFORM set_config('maintenance_work_mem', greatest(known_kb, wanted_kb) || 'kB', true);
    PERFORM set_config('max_parallel_maintenance_workers', '0', true);
    CREATE INDEX product_vectors_next_near ON product_vectors_next
     USING hnsw (embedding halfvec_ip_ops) WITH (m = 16, ef_construction = 64);
    ANALYZE product_vectors_next;
    DROP TABLE product_vectors;
    ALTER TABLE product_vectors_next RENAME TO product_vectors;
    ALTER INDEX product_vectors_next_pkey RENAME TO product_vectors_pkey;
    ALTER INDEX product_vectors_next_near RENAME TO product_vectors_near;
    COMMENT ON TABLE product_vectors IS NULL;
    %s
END
$in_place$;
"""

# Making an index and changing names take the owner; the worker asks the owner to, and nobody else may.
RIGHTS = """
-- allowed: changes whose rights the function has
DO $rights$
BEGIN
    EXECUTE (SELECT format('ALTER FUNCTION ventra_vectors_in_place() SECURITY DEFINER SET search_path = %I, %I, pg_temp',
                           current_schema(), n.nspname)
               FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector');
END
$rights$;
REVOKE EXECUTE ON FUNCTION ventra_vectors_in_place() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ventra_vectors_in_place() TO ventra_worker;
"""


def upgrade() -> None:
    """An empty table and a function."""
    for part in (NEXT, IN_PLACE % NEXT.strip(), RIGHTS):
        op.execute(part)
