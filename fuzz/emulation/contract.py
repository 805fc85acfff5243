# SPDX-License-Identifier: Apache-2.0
"""What OSS-Fuzz's images provide for build.sh and for a running target: flags, variables and libraries."""

import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMON = "-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
UNDEFINED = ("array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return,returns-nonnull-attribute,shift,"
             "signed-integer-overflow,unsigned-integer-overflow,unreachable,vla-bound,vptr")
SANITIZERS = {
    "address": "-fsanitize=address -fsanitize-address-use-after-scope",
    "undefined": f"-fsanitize={UNDEFINED} -fno-sanitize-recover={UNDEFINED.replace('unsigned-integer-overflow,', '')}",
    "coverage": "-fprofile-instr-generate -fcoverage-mapping -pthread -Wl,--no-as-needed -Wl,-ldl -Wl,-lm",
}
ENGINES = {
    "libfuzzer": "-fsanitize=fuzzer-no-link",
    # What afl-clang-fast does, by the recipe of ClusterFuzz for another clang: Debian's afl++ comes with clang 14.
    "afl": "-fsanitize-coverage=trace-pc-guard",
    # -stdlib=libc++ as in the image, where a mixture of standard libraries would not link.
    "honggfuzz": "-fsanitize-coverage=trace-pc-guard,indirect-calls,trace-cmp -stdlib=libc++",
}
CELLS = ["libfuzzer-address", "libfuzzer-undefined", "libfuzzer-coverage", "afl-address", "honggfuzz-address"]
# By engine and by sanitizer: programs and files that a cell needs.
NEEDS = {
    "libfuzzer": ["clang++-19"],
    "afl": ["clang++-19", "/usr/lib/afl/libAFLDriver.a", "/usr/lib/afl/afl-compiler-rt.o", "afl-fuzz"],
    "honggfuzz": ["clang++-19", "/usr/lib/llvm-19/include/c++/v1/vector"],
    "address": [],
    "undefined": [],
    "coverage": ["llvm-profdata-19", "llvm-cov-19"],
}
# The libraries of the runner's image, and the standard library, which is static there.
LIBRARIES = re.compile(r"^(linux-vdso|libc|libm|libdl|libpthread|librt|libgcc_s|libresolv|libstdc\+\+|libc\+\+|libc\+\+abi|libunwind|ld-linux.*)\.so")
RUN_ENV = {
    "PATH": os.environ["PATH"],
    "ASAN_OPTIONS": "handle_abort=1:handle_sigill=1:quarantine_size_mb=10:detect_stack_use_after_return=1:allow_user_segv_handler=0",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=0:silence_unsigned_overflow=1",
}
AFL_ASAN = "abort_on_error=1:symbolize=0:detect_leaks=0:quarantine_size_mb=10"
# A symbol of the archive engine, which shows whether a target was linked with it.
MARKER = "overmatch_emulated_engine"
