"""Where proxies go, and names of every kind of bytes."""

from __future__ import annotations

import os
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.naming import (
    Placement,
    display_text,
    file_uri,
    find_twins,
    is_temporary,
    path_of_uri,
    proxy_path,
    superseded_path,
    temporary_path,
    twin_stem,
)

BESIDE = Placement()

names = st.binary(min_size=1, max_size=255).map(lambda raw: raw.translate(None, b"\0/"))
names = names.filter(lambda raw: raw not in (b"", b".", b"..")).map(os.fsdecode)
paths = st.lists(names, min_size=1, max_size=4).map(lambda parts: "/" + "/".join(parts))


def place(source: str, placement: Placement = BESIDE, root: str | None = None, twin: bool = False) -> str:
    return proxy_path(source, "mov", placement, root=root, twin=twin)


@pytest.mark.parametrize(
    ("source", "proxy"),
    [
        ("/card/A001.mxf", "/card/Proxy/A001.mov"),
        ("/card/A001.MOV", "/card/Proxy/A001.mov"),
        ("/card/take.1.mp4", "/card/Proxy/take.1.mov"),
        ("/card/no extension", "/card/Proxy/no extension.mov"),
        ("/card/-y.mp4", "/card/Proxy/-y.mov"),
        ("/card/%03d\n'\".mp4", "/card/Proxy/%03d\n'\".mov"),
        ("/card/.mp4", "/card/Proxy/.mp4.mov"),
        ("/card/\udcff.mp4", "/card/Proxy/\udcff.mov"),
    ],
)
def test_the_proxy_keeps_the_base_name_in_a_folder_beside_the_original(source: str, proxy: str) -> None:
    assert place(source) == proxy


def test_a_twin_keeps_its_extension_before_the_suffix() -> None:
    assert place("/card/A001.mxf", twin=True) == "/card/Proxy/A001.mxf.mov"
    assert place("/card/A001.mxf", Placement(suffix="_Proxy"), twin=True) == "/card/Proxy/A001.mxf_Proxy.mov"


def test_a_suffix_alone_places_the_proxy_beside_the_original() -> None:
    assert place("/card/A001.mxf", Placement(folder="", suffix="_Proxy")) == "/card/A001_Proxy.mov"


@pytest.mark.parametrize(
    ("root", "proxy"),
    [
        ("/media/card", "/proxies/DCIM/100/A001.mov"),
        ("/media/card/", "/proxies/DCIM/100/A001.mov"),
        ("/media/card/DCIM/100", "/proxies/A001.mov"),
        ("/media/card/DCIM/100/A001.mp4", "/proxies/A001.mov"),
        ("/media/car", "/proxies/A001.mov"),
        ("/elsewhere", "/proxies/A001.mov"),
        (None, "/proxies/A001.mov"),
        ("/", "/proxies/media/card/DCIM/100/A001.mov"),
    ],
)
def test_a_target_holds_a_mirror_of_the_tree_below_the_named_path(root: str | None, proxy: str) -> None:
    assert place("/media/card/DCIM/100/A001.mp4", Placement(to="/proxies"), root) == proxy


def test_a_target_is_never_left_through_dots() -> None:
    assert place("/card/../../etc/A.mp4", Placement(to="/proxies"), "/card") == "/proxies/A.mov"


def test_a_mirror_on_the_footage_itself_still_keeps_proxies_apart() -> None:
    assert place("/card/DCIM/A001.mov", Placement(to="/card"), "/card") == "/card/DCIM/Proxy/A001.mov"


@pytest.mark.parametrize(
    "wrong",
    [{"folder": ""}, {"folder": "."}, {"folder": "/abs"}, {"folder": "../up"}, {"suffix": "a/b"}, {"suffix": "/"}],
)
def test_a_placement_that_mixes_proxies_with_originals_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"proxy|suffix"):
        Placement(**wrong)


@given(source=paths, twin=st.booleans(), suffix=st.sampled_from(["", "_Proxy"]), to=st.sampled_from([None, "/out"]))
def test_a_proxy_never_has_its_originals_name_and_always_fits(source, twin, suffix, to) -> None:
    proxy = proxy_path(source, ".mov", Placement(suffix=suffix, to=to), root="/", twin=twin)
    assert proxy != source
    assert proxy.endswith(".mov")
    assert len(os.fsencode(PurePath(proxy).name)) <= 255
    assert os.fsdecode(os.fsencode(proxy)) == proxy


@given(st.text(st.sampled_from("aé€😀\udcff"), min_size=70, max_size=255))
def test_long_names_are_cut_between_characters_and_marked(base: str) -> None:
    name = PurePath(place(f"/card/{base}.mp4")).name
    if len(os.fsencode(base)) <= 251:
        assert name == f"{base}.mov"
        return
    kept, mark = name.removesuffix(".mov").rsplit("~", 1)
    assert base.startswith(kept)
    assert len(mark) == 8
    assert len(os.fsencode(name)) > 255 - 4  # no more is cut than must be
    assert name == PurePath(place(f"/other/{base}.mp4")).name


def test_long_names_that_begin_alike_stay_apart() -> None:
    long = "x" * 249
    assert len({place(f"/card/{long}{end}.mp4") for end in ("aa", "ab", "a", "aaaa")}) == 4


def test_even_an_extension_too_long_for_a_twin_is_cut() -> None:
    name = PurePath(place("/card/a." + "e" * 250, twin=True)).name
    assert len(name) == 255
    assert name.startswith("a.eee")


@given(source=paths, job=st.text("0123456789abcdef-", min_size=1), attempt=st.integers(1, 99))
def test_temporary_names_are_short_known_and_of_one_attempt(source: str, job: str, attempt: int) -> None:
    final = place(source)
    temporary = PurePath(temporary_path(final, job, attempt))
    assert str(temporary.parent) == str(PurePath(final).parent)
    assert is_temporary(temporary.name)
    assert str(temporary) == temporary_path(final, job, attempt)
    assert str(temporary) != temporary_path(final, job, attempt + 1)
    assert str(temporary) != temporary_path(final, job + "0", attempt)


@pytest.mark.parametrize("name", ["A001.mov", ".rushes-0.partial", ".rushes-0123456789abcdef.partial.mov", "x.partial"])
def test_other_names_are_not_taken_for_ours(name: str) -> None:
    assert not is_temporary(name)


def test_a_superseded_proxy_keeps_its_name_in_its_jobs_folder() -> None:
    assert superseded_path("/card/Proxy/A001.mov", "j7") == "/card/Proxy/.superseded/j7/A001.mov"


def test_twins_share_folder_and_base_name_in_any_case() -> None:
    clips = ["/c/A001.mov", "/c/a001.MXF", "/c/A002.mov", "/d/A001.mov", "/c/A002.x.mov"]
    assert find_twins(clips) == {"/c/A001.mov", "/c/a001.MXF"}


def test_a_clip_is_not_its_own_twin() -> None:
    assert find_twins(["/c/A001.mov", "/c/A001.mov"]) == set()


def test_composed_and_decomposed_letters_are_the_same_name() -> None:
    assert len(find_twins(["/c/\u00e9.mov", "/c/e\u0301.mxf"])) == 2


def test_a_clip_named_like_a_twins_proxy_is_one_too() -> None:
    clips = ["/c/A.mov", "/c/A.mxf", "/c/A.mov.mp4", "/c/A.mov.mp4.avi", "/c/B.mov.mp4"]
    assert find_twins(clips) == set(clips[:4])


names = st.sets(
    st.text(st.sampled_from("aA."), min_size=1, max_size=6).filter(lambda name: name.strip(".")), max_size=12
)


@given(names, names)
def test_only_names_of_one_stem_make_each_other_twins(named: set[str], beside: set[str]) -> None:
    clips, stems = {f"/c/{name}" for name in named}, {twin_stem(name) for name in named}
    near = {f"/c/{name}" for name in beside if twin_stem(name) in stems}
    assert find_twins(clips | near) & clips == find_twins(clips | {f"/c/{name}" for name in beside}) & clips


@given(names)
def test_no_two_clips_of_a_folder_get_one_proxy(clips: set[str]) -> None:
    sources = [f"/c/{name}" for name in clips]
    twins = find_twins(sources)
    proxies = [place(source, twin=source in twins) for source in sources]
    assert len(set(proxies)) == len(proxies)


def test_what_is_no_text_is_shown_as_such() -> None:
    assert display_text("/c/\udcffA\udce2\udc82.mov") == "/c/\ufffdA\ufffd.mov"


@given(paths)
def test_display_text_can_always_be_encoded(path: str) -> None:
    display_text(path).encode("utf-8")


@given(paths)
def test_a_uri_holds_every_byte(path: str) -> None:
    uri = file_uri(path)
    assert uri.isascii()
    assert uri.startswith("file:///")
    assert not set(uri) & set(" #?\n\"'<>")
    assert path_of_uri(uri) == path


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/c/A 1#?.mov", "file:///c/A%201%23%3F.mov"),
        ("/c/é\udcff.mov", "file:///c/%C3%A9%FF.mov"),
        ("/c/100%.mov", "file:///c/100%25.mov"),
    ],
)
def test_uris_as_others_read_them(path: str, uri: str) -> None:
    assert file_uri(path) == uri
    assert path_of_uri(uri.replace("file://", "FILE://localhost")) == path


@pytest.mark.parametrize("uri", ["http://x/a", "file:a", "file://host/a", "/c/a", "file:///a%00b", "file://", ""])
def test_other_uris_are_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="not the URI of a file"):
        path_of_uri(uri)


def test_relative_paths_have_no_uri() -> None:
    for windows in (False, True):
        with pytest.raises(ValueError, match="not an absolute path"):
            file_uri("a/b.mov", windows=windows)


@pytest.mark.parametrize(
    ("path", "uri"),
    [("C:\\c\\é 1.mov", "file:///C:/c/%C3%A9%201.mov"), ("\\\\nas\\rushes\\A.mov", "file://nas/rushes/A.mov")],
)
def test_windows_paths_have_drive_and_share(path: str, uri: str) -> None:
    assert file_uri(path, windows=True) == uri
    assert path_of_uri(uri, windows=True) == path
