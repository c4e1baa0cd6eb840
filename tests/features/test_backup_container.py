"""A backup as a file: any tool opens it, and what is cut off, altered or made up is never taken for one."""

from __future__ import annotations

import io
import random
import tarfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventra.backup.container import Manifest, Table, member
from ventra.backup.load import fitting_tables
from ventra.backup.pack import Packer
from ventra.backup.pipe import BrokenOff, Pipe
from ventra.backup.read import read_whole
from ventra.backup.seal import Damaged, Key, key_of, new_key
from ventra.backup.unpack import READ_BYTES, Unpacker
from ventra.errors import BadInput, SettingWrong, VentraError

IDENTITY, RECIPIENT = new_key()
MANIFEST = Manifest(
    1, "ventra 0.1.0", "0005", "16.14", datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC),
    (Table("a", ("id", "words")), Table("b", ("id",)), Table("c", ("id",), (date(2026, 11, 1),))), (), {"cards": "made again"},
)  # fmt: skip
ROWS = {
    "a": [b"1\tone\n2\t\\N\n", b"3\tthree\n"],
    "b": [],
    "c": [random.Random(1).randbytes(200_000).hex().encode() + b"\n"],
}


def packed(rows: dict[str, list[bytes]] = ROWS, manifest: Manifest = MANIFEST) -> bytes:
    out = io.BytesIO()
    packer = Packer(out, manifest)
    for table, members in rows.items():
        for data in members:
            packer.rows(table, data)
    packer.finish()
    return out.getvalue()


def sealed(body: bytes) -> bytes:
    return bytes(pyrage.encrypt(body, [pyrage.x25519.Recipient.from_str(RECIPIENT)]))


def in_pieces(body: bytes, size: int = 65_536) -> Iterator[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))


def unpacked(body: bytes) -> dict[str, bytes]:
    reader, found = Unpacker(io.BytesIO(body)), dict[str, bytes]()
    while table := reader.next_table():
        found[table] = b"".join(iter(reader.read, b""))
    assert reader.end is not None
    return found


def test_any_tar_opens_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(packed()), mode="r:gz") as tar:
        names = tar.getnames()
        assert names == ["manifest.json", "a/000001.copy", "a/000002.copy", "c/000001.copy", "end.json"]
        body = {name: tar.extractfile(name).read() for name in names}  # type: ignore[union-attr]
    assert msgspec.json.decode(body["manifest.json"])["revision"] == "0005"
    assert body["a/000001.copy"] + body["a/000002.copy"] == b"".join(ROWS["a"])
    assert msgspec.json.decode(body["end.json"])["tables"]["a"]["rows"] == 3


@given(
    st.lists(
        st.lists(st.binary(max_size=200).map(lambda b: b.replace(b"\n", b"") + b"\n"), min_size=1), max_size=4
    )
)
def test_rows_come_back_as_they_went(members: list[list[bytes]]) -> None:
    rows = {"a": [b"".join(one) for one in members], "b": [b"1\n"]}
    assert unpacked(packed(rows)) == {table: b"".join(parts) for table, parts in rows.items() if parts}


def test_a_row_may_be_larger_than_what_is_read_at_once() -> None:
    rows = {"a": [b"x" * (3 * READ_BYTES + 7) + b"\n"]}
    assert unpacked(packed(rows)) == {"a": rows["a"][0]}


async def outcome(body: bytes, key: Key | None) -> Any:
    try:
        return (await read_whole(in_pieces(body), key)).end
    except VentraError as failure:
        return failure


@pytest.mark.parametrize("encrypted", [True, False])
async def test_a_backup_that_is_cut_off_is_never_taken_for_a_whole_one(encrypted: bool) -> None:
    body = sealed(packed()) if encrypted else packed()
    key = key_of(IDENTITY)
    assert (await read_whole(in_pieces(body), key)).end.rows == 4
    cuts = {
        0,
        1,
        10,
        22,
        100,
        300,
        len(body) // 2,
        len(body) - 65_552,
        len(body) - 17,
        len(body) - 16,
        len(body) - 9,
        len(body) - 1,
    }
    for cut in cuts:
        assert isinstance(await outcome(body[:cut], key), Damaged), cut


@pytest.mark.parametrize("encrypted", [True, False])
async def test_a_flipped_bit_never_goes_unseen(encrypted: bool) -> None:
    body = sealed(packed()) if encrypted else packed()
    key, rnd = key_of(IDENTITY), random.Random(5)
    whole = (await read_whole(in_pieces(body), key)).end
    seen = 0
    for at in [
        *range(30),
        *(rnd.randrange(len(body)) for _ in range(150)),
        *range(len(body) - 20, len(body)),
    ]:
        altered = bytearray(body)
        altered[at] ^= 1 << rnd.randrange(8)
        found = await outcome(bytes(altered), key)
        # A few bits of gzip say nothing of the rows: then these are as they were.
        assert isinstance(found, Damaged | BadInput) or (found == whole and not encrypted), at
        seen += isinstance(found, Damaged)
    assert seen > 150


async def test_what_comes_after_the_end_is_seen() -> None:
    for more in (b"x", packed(), b"\x00" * 10):
        assert isinstance(await outcome(packed() + more, None), Damaged)
        assert isinstance(await outcome(sealed(packed()) + more, key_of(IDENTITY)), Damaged)


async def test_without_the_right_key_the_words_say_which() -> None:
    body = sealed(packed())
    assert "BACKUP_KEY_FILE" in str(await outcome(body, None))
    assert RECIPIENT in str(await outcome(body, key_of(RECIPIENT)))
    other = key_of(new_key()[0])
    assert other.recipient in str(await outcome(body, other))
    assert "another key" in str(await outcome(body, other))
    assert (await outcome(body, key_of(IDENTITY))).rows == 4


def test_a_key_is_known_by_its_letters_and_never_shown() -> None:
    key = key_of(IDENTITY)
    assert key.recipient == RECIPIENT
    assert IDENTITY not in repr(key)
    assert key_of(RECIPIENT).identity is None
    for wrong in (IDENTITY[:-1] + ("Q" if IDENTITY[-1] != "Q" else "P"), RECIPIENT[:-2] + "qq", "age1", ""):
        with pytest.raises(SettingWrong, match="BACKUP_KEY"):
            key_of(wrong)


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"\x1f\x8b", zlib.compress(b"x", wbits=31), b"age-encryption.org/v1\n-> no\n"]
)
async def test_another_kind_of_file_is_no_backup(body: bytes) -> None:
    assert isinstance(await outcome(body, key_of(IDENTITY)), Damaged)


def made_up(change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> bytes:
    """A tar of our members after a change, packed by another tool."""
    with tarfile.open(fileobj=io.BytesIO(packed()), mode="r:gz") as tar:
        members = {name: tar.extractfile(name).read() for name in tar.getnames()}  # type: ignore[union-attr]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, data in change(members).items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            tar.addfile(about, io.BytesIO(data))
    return out.getvalue()


def without(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda members: {key: value for key, value in members.items() if key != name}


def replaced(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda members: members | {name: members[name].replace(old, new)}


async def test_another_tool_may_pack_it_again() -> None:
    assert (await outcome(made_up(lambda members: members), None)).rows == 4


@pytest.mark.parametrize(
    "change",
    [
        without("manifest.json"),
        without("end.json"),
        without("a/000001.copy"),
        without("a/000002.copy"),
        without("c/000001.copy"),
        replaced("a/000001.copy", b"one", b"two"),
        replaced("manifest.json", b"0005", b"0004"),
        replaced("end.json", b'"rows": 3', b'"rows": 2'),
        replaced("end.json", b"sha256", b"sha1"),
        lambda members: dict(
            sorted(members.items(), key=lambda one: (one[0] == "a/000001.copy", one[0] == "end.json"))
        ),
        lambda members: {"manifest.json": members["manifest.json"], "d/000001.copy": b"1\n"} | members,
        lambda members: members | {"f/000001.copy": b"1\n"},
        lambda members: {"manifest.json": members["manifest.json"], "../../etc/passwd": b"1\n"} | members,
        lambda members: {"manifest.json": b"{}"} | without("manifest.json")(members),
        replaced("manifest.json", b"2026-11-01", b"2026-13-01"),
        lambda members: {"manifest.json": b"[1]"} | without("manifest.json")(members),
        lambda members: {"manifest.json": b"\xff"} | without("manifest.json")(members),
    ],
)
async def test_a_made_up_backup_is_refused(change: Any) -> None:
    assert isinstance(await outcome(made_up(change), None), Damaged)


async def test_a_newer_format_is_told_from_a_damaged_file() -> None:
    found = await outcome(packed(manifest=msgspec.structs.replace(MANIFEST, format=2)), None)
    assert isinstance(found, BadInput)
    assert "newer VENTRA" in str(found)


async def test_what_the_storage_says_is_not_hidden_by_the_encryption() -> None:
    def away(body: bytes) -> Iterator[bytes]:
        yield body[: len(body) // 2]
        raise VentraError("the storage went away")

    for body in (packed(), sealed(packed())):
        with pytest.raises(VentraError, match="went away"):
            await read_whole(away(body), key_of(IDENTITY))


def test_members_are_named_so_that_they_sort() -> None:
    assert [member("a", number) for number in (1, 10, 123_456)] == [
        "a/000001.copy",
        "a/000010.copy",
        "a/123456.copy",
    ]


def test_a_pipe_that_breaks_off_is_never_taken_for_one_that_ends() -> None:
    pipe = Pipe()
    pipe.write(b"some")
    pipe.break_off()
    with pytest.raises(BrokenOff):
        pipe.read()
    with pytest.raises(BrokenOff):
        pipe.write(b"more")
    whole = Pipe()
    whole.write(b"some")
    whole.write(b"")
    whole.write(b"more")
    whole.close()
    assert list(whole.pieces()) == [b"some", b"more"]


@pytest.mark.parametrize("tables", [(Table("a", ("x", "x")),), (Table("a", ("x",)), Table("a", ("x",)))])
def test_a_table_or_column_that_is_named_twice_is_damage(tables) -> None:
    manifest = msgspec.structs.replace(MANIFEST, tables=tables)
    with pytest.raises(Damaged, match="twice"):
        fitting_tables(manifest, [Table("a", ("x", "y"))], [])
