# SPDX-License-Identifier: Apache-2.0
"""The wheels of `./dev wheel`: they hold everything, link nothing but the C library, and run in an empty environment.

OVERMATCH_WHEELS names the folder of the wheels: build/wheels without it.
"""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
FOLDER = os.environ.get("OVERMATCH_WHEELS") or os.path.join(ROOT, "build", "wheels")
WHEELS = sorted(glob.glob(os.path.join(FOLDER, "overmatch-*.whl")))
# What an ELF file may ask the loader for.
SYSTEM = re.compile(r"(libc|libm|libdl|libpthread|ld-linux-[a-z0-9-]+)\.so\.\d+")
MB = 1_000_000
WRONG = "lambda patterns, modules: [m.endswith(tuple(patterns)) for m in modules]"


def is_elf(data):
    return data.startswith(b"\x7fELF")


def needed(path):
    text = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.*)\]", text)


def foreign(path):
    """The libraries beyond the C library that a file needs."""
    return [name for name in needed(path) if not SYSTEM.fullmatch(name)]


def wheel_for(tag):
    (found,) = [wheel for wheel in WHEELS if f"-{tag}-" in os.path.basename(wheel)]
    return found


class Contents(unittest.TestCase):
    def test_there_is_one_for_this_python_and_one_for_any(self):
        for tag in (f"cp{sys.version_info[0]}{sys.version_info[1]}", "py3-none") if sys.version_info < (3, 12) else ("cp312-abi3", "py3-none"):
            self.assertTrue(any(f"-{tag}-" in os.path.basename(wheel) for wheel in WHEELS), WHEELS)

    def test_each_holds_everything(self):
        listed = {os.path.relpath(os.path.join(folder, name), ROOT) for top in ("corpus/cases", "corpus/trees", "corpus/vectors")
                  for folder, _, names in os.walk(os.path.join(ROOT, top)) for name in names}
        self.assertGreater(len(listed), 400)
        for wheel in WHEELS:
            with self.subTest(wheel=os.path.basename(wheel)), zipfile.ZipFile(wheel) as archive:
                names = set(archive.namelist())
                self.assertEqual({f"overmatch_program/share/overmatch/{path}" for path in listed} - names, set())
                self.assertEqual(archive.getinfo("overmatch_program/bin/overmatch").external_attr >> 16 & 0o111, 0o111)
                self.assertTrue({"overmatch/__init__.py", "overmatch/py.typed"} <= names)
                self.assertTrue(any(name.endswith("LICENSE") for name in names))
                modules = [name for name in names if name.endswith(".so")]
                self.assertEqual(len(modules), 0 if "-py3-none-" in wheel else 1, modules)

    def test_none_is_large(self):
        for wheel in WHEELS:
            with zipfile.ZipFile(wheel) as archive:
                self.assertLess(os.path.getsize(wheel), 8 * MB, wheel)
                self.assertLess(sum(info.file_size for info in archive.infolist()), 30 * MB, wheel)

    def test_the_tag_is_of_an_old_c_library_and_not_of_this_machine(self):
        for wheel in WHEELS:
            self.assertRegex(wheel, r"-(many|musl)linux_\d+_\d+_[a-z0-9_]+\.whl$|-macosx_")

    @unittest.skipUnless(shutil.which("readelf"), "no readelf here")
    def test_nothing_but_the_c_library_is_linked_dynamically_and_no_path_of_this_machine_is_in_it(self):
        for wheel in WHEELS:
            with self.subTest(wheel=os.path.basename(wheel)), tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
                binaries = [name for name in archive.namelist() if is_elf(archive.open(name).read(4))]
                self.assertEqual(len(binaries), 1 if "-py3-none-" in wheel else 2)
                for name in binaries:
                    path = archive.extract(name, folder)
                    self.assertEqual(foreign(path), [], name)
                    with open(path, "rb") as file:
                        self.assertNotIn(ROOT.encode(), file.read(), name)

    @unittest.skipUnless(shutil.which("readelf"), "no readelf here")
    def test_another_library_is_noticed(self):
        program = os.environ.get("OVERMATCH") or os.path.join(ROOT, "build", "release", "overmatch")
        if not os.path.exists(program):
            self.skipTest("no program of the usual build")
        self.assertTrue(any("stdc++" in name or "pcre2" in name for name in foreign(program)), needed(program))


class Installed(unittest.TestCase):
    """Installed into an empty environment, without an index."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.prefix = os.path.join(self.folder, "venv")
        self.env = {"PATH": "/usr/bin:/bin", "HOME": self.folder, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        self.run_here(sys.executable, "-m", "venv", self.prefix)
        self.python = os.path.join(self.prefix, "bin", "python")
        self.program = os.path.join(self.prefix, "bin", "overmatch")

    def run_here(self, *command, status=0):
        done = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def install(self, wheel):
        self.run_here(self.python, "-m", "pip", "install", "--quiet", "--no-index", wheel)

    def files(self):
        return os.path.dirname(self.run_here(self.python, "-c", "import overmatch_program; print(overmatch_program.__file__)").stdout.strip())

    def audit(self, program):
        """Finds the historical mistake in a tree of the corpus."""
        tree = os.path.join(self.files(), "share", "overmatch", "corpus", "trees", "flux1-dev-transformer.modules.txt.gz")
        done = self.run_here(program, "audit", "--tree", tree, "--mode", "endswith", "--pattern", "transformer_blocks.0.attn.norm_q",
                             "--json", "-", status=1)
        self.assertIn("single_transformer_blocks.0.attn.norm_q", done.stdout)

    def module_wheel(self):
        return wheel_for("cp312-abi3" if sys.version_info >= (3, 12) else f"cp{sys.version_info[0]}{sys.version_info[1]}")

    def test_the_program_runs_and_finds_its_corpus(self):
        self.install(self.module_wheel())
        self.audit(self.program)
        self.run_here(self.program, "check", "--builtin", "segment", "--cases", "20", "--random-only", "--no-trees")
        self.run_here(self.program, "check", "--builtin", "endswith", "--mode", "segment", "--cases", "20", "--random-only", status=1)
        self.assertIn("1 of 1", self.run_here(self.program, "selftest", "--bug", "segment-underscore-boundary").stdout.replace("1/1", "1 of 1"))
        with open(os.path.join(self.folder, "none.txt"), "w", encoding="utf-8") as file:
            file.write("")
        self.run_here(self.program, "audit", "--tree", "nowhere.txt", status=2)
        for how in ("overmatch", "overmatch_program"):
            self.assertIn("audit", self.run_here(self.python, "-m", how, "--help").stdout)

    def test_moved_as_a_whole_it_still_finds_its_corpus_and_alone_it_says_that_it_has_none(self):
        self.install(self.module_wheel())
        moved = os.path.join(self.folder, "moved")
        shutil.copytree(self.files(), moved)
        program = os.path.join(moved, "bin", "overmatch")
        command = (program, "check", "--builtin", "segment", "--cases", "20", "--random-only")
        self.run_here(*command)
        shutil.rmtree(os.path.join(moved, "share"))
        self.assertIn("share/overmatch/corpus", self.run_here(*command, status=2).stderr)

    def test_without_its_program_the_command_says_so(self):
        self.install(self.module_wheel())
        os.remove(os.path.join(self.files(), "bin", "overmatch"))
        said = self.run_here(self.program, "--help", status=2).stderr
        self.assertRegex(said, r"^overmatch: cannot start .*: No such file or directory; reinstall overmatch\n$")

    def test_the_module_checks_and_saves_like_the_command_line(self):
        self.install(self.module_wheel())
        code = f"""if True:
            import json, overmatch
            right = lambda patterns, modules: [m in patterns or m.endswith(tuple("." + p for p in patterns)) for m in modules]
            clean = overmatch.check(right, cases=100, exhaustive=False)
            found = overmatch.check({WRONG}, cases=100, exhaustive=False, fail=False)
            print(json.dumps([len(clean.findings), found.findings[0].file, overmatch.read_tree(overmatch.corpus_folder() + "/trees/flux1-dev-transformer.modules.txt.gz")[0]]))
        """
        clean, file, _ = json.loads(self.run_here(self.python, "-c", code).stdout)
        self.assertEqual(clean, 0)
        self.assertEqual(os.path.dirname(file), "overmatch-cases")
        self.run_here(self.program, "repro", "--builtin", "endswith", "--mode", "segment", os.path.join(self.folder, file), status=1)

    def test_without_a_module_the_program_works_and_the_import_says_why_not(self):
        self.install(wheel_for("py3-none"))
        self.audit(self.program)
        said = self.run_here(self.python, "-c", "import overmatch", status=1).stderr
        self.assertIn("ImportError: this wheel of overmatch holds the program, but no module for this Python", said)
        self.run_here(self.python, "-c", "import overmatch_program.pytest_plugin")  # pytest loads it in every run


if __name__ == "__main__":
    unittest.main()
