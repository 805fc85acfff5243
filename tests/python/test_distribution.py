# SPDX-License-Identifier: Apache-2.0
"""The source distribution: whole, without what only the repository needs, and the package can be installed from it alone.

Built and unpacked in build/sdist, not in a temporary folder, so that the compiler's cache knows the files again.
"""

import os
import shutil
import subprocess
import sys
import tarfile

import libraries
import pytest

pytest.importorskip("scikit_build_core")
FOLDER = os.path.join(libraries.ROOT, "build", "sdist")


def run(*arguments, **options):
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def archive():
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    code = "import sys; from scikit_build_core.build import build_sdist; print(build_sdist(sys.argv[1]))"
    name = run("-c", code, FOLDER, cwd=libraries.ROOT).splitlines()[-1]
    return os.path.join(FOLDER, name)


def members(archive):
    """Of the only folder in it."""
    with tarfile.open(archive) as tar:
        paths = [member.name.split("/", 1) for member in tar if member.isfile()]
    (top,) = {path[0] for path in paths}
    return top, {path[1] for path in paths}


def test_it_holds_what_the_package_is_built_from(archive):
    top, files = members(archive)
    assert top.startswith("overmatch-")
    assert {"PKG-INFO", "pyproject.toml", "CMakeLists.txt", "LICENSE", "README.md", "src/python/module.cc"} <= files
    for folder in ("src", "properties", "corpus"):
        listed = subprocess.run(["git", "ls-files", "-z", folder], cwd=libraries.ROOT, capture_output=True, text=True)
        if listed.returncode == 0:
            assert set(filter(None, listed.stdout.split("\0"))) - files == set()
    assert [file for file in files if file.startswith((".", "build/", "tests/", "fuzz/targets/", "fuzz/seeds/"))] == []
    assert os.path.getsize(archive) < 20 << 20


def test_the_package_is_installed_from_it(archive):
    with tarfile.open(archive) as tar:
        tar.extractall(FOLDER, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    source = os.path.join(FOLDER, members(archive)[0])
    site = os.path.join(FOLDER, "site")
    # With the flags of `./dev python`, for the cache.
    options = ["-C", "build-dir=build/python", "-C", "cmake.define.OVERMATCH_WERROR=ON"]
    run("-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps", *options, "--target", site, source)
    code = """if True:
        import overmatch
        print(overmatch.__file__)
        right = lambda patterns, modules: [m in patterns or m.endswith(tuple("." + p for p in patterns)) for m in modules]
        assert overmatch.check(right, cases=200, exhaustive=False).findings == ()
        print(overmatch.check(lambda p, modules: [m.endswith(tuple(p)) for m in modules], cases=200, fail=False).findings[0].headline)
    """
    out = run("-I", "-c", f"import sys; sys.path.insert(0, {site!r})\n{code}", cwd=FOLDER)
    assert out.splitlines() == [os.path.join(site, "overmatch", "__init__.py"), "selects `aa` for the pattern `a`: overmatch, glued-prefix"]
