// SPDX-License-Identifier: Apache-2.0
// Runs a target that was built without a fuzzing engine on files and on all files of folders.
//
//   properties_text_fuzzer corpus/cases fuzz/seeds/properties_text_fuzzer
//
// Copies every input into memory of its exact size, so that AddressSanitizer detects a read past
// its end. A file that is named runs in this process, for a debugger; the files of a folder run in
// a child process, so that each that fails is named. Exit status: 0; 1 if a file of a folder
// failed; 2 for bad usage; 3 if the target returned another value than 0, which some engines treat
// as fatal. Ignores flags of libFuzzer (-runs=0), so that one command fits both builds.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "fuzz/engine.h"

namespace {

namespace fs = std::filesystem;

const char* current = "";  // the file that is run

// Names the file that a named one's abort is about.
void on_abort(int /*signal*/) {
  const auto say = [](const char* text) {
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text, std::strlen(text));
  };
  say(current);
  say(": fails, as told above\n");
}

// The files in a fixed order.
std::vector<fs::path> list(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

int run(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "%s: cannot read\n", file.c_str());
    return 2;
  }
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto exact = std::make_unique<std::uint8_t[]>(text.size());
  if (!text.empty()) std::memcpy(exact.get(), text.data(), text.size());
  current = file.c_str();
  if (LLVMFuzzerTestOneInput(exact.get(), text.size()) == 0) return 0;
  std::fprintf(stderr, "%s: the target did not return 0\n", file.c_str());
  return 3;
}

// Runs all files, in a child process that is started again behind one that ends it. Adds the number
// of files that failed. Returns another status than 0 where the run cannot go on.
int run_all(const std::vector<fs::path>& files, std::size_t& failed) {
  void* const shared = ::mmap(nullptr, sizeof(std::size_t), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return 2;
  auto* const at = new (shared) std::atomic<std::size_t>(0);  // the file that the child runs
  std::size_t next = 0;
  while (next < files.size()) {
    *at = next;
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child < 0) return 2;
    if (child == 0) {
      for (; *at < files.size(); ++*at) {
        if (const int status = run(files[*at]); status != 0) ::_exit(status);
      }
      std::exit(0);  // runs what looks for leaks
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child) return 2;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) break;
    if (*at >= files.size()) {
      std::fprintf(stderr, "the target ends its process badly behind the last file\n");
      return 3;
    }
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 2 || WEXITSTATUS(status) == 3))
      return WEXITSTATUS(status);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
      std::fprintf(stderr, "%s: fails, the target ended its process\n", files[*at].c_str());
    ++failed;
    next = *at + 1;
  }
  ::munmap(shared, sizeof(std::size_t));
  return 0;
}

int usage(const char* program) {
  std::fprintf(stderr,
               "usage: %s FILE|FOLDER...\n"
               "It replays inputs and does not fuzz: it was built without libFuzzer, which clang "
               "has (Debian, Ubuntu: libclang-rt-N-dev; cmake -DCMAKE_CXX_COMPILER=clang++-N).\n",
               program);
  return 2;
}

}  // namespace

// The custom mutators link this function; without an engine nothing calls them.
std::size_t LLVMFuzzerMutate(std::uint8_t* /*data*/, std::size_t size, std::size_t /*max_size*/) {
  return size;
}

int main(int argc, char** argv) {
  std::signal(SIGABRT, on_abort);
  std::size_t inputs = 0;
  std::size_t failed = 0;
  for (const std::string_view argument : std::vector<std::string_view>(argv + 1, argv + argc)) {
    if (argument.starts_with("-")) continue;
    std::error_code error;
    if (!fs::exists(argument, error)) {
      std::fprintf(stderr, "%s: no such file or folder\n", std::string(argument).c_str());
      return 2;
    }
    const bool folder = fs::is_directory(argument);
    const std::vector<fs::path> files = folder ? list(argument) : std::vector<fs::path>{argument};
    const int status = folder ? run_all(files, failed) : run(files.front());
    if (status != 0) return status;
    inputs += files.size();
  }
  if (inputs == 0) return usage(argv[0]);
  std::printf("%zu %s%s\n", inputs, inputs == 1 ? "input" : "inputs",
              failed > 0 ? (", " + std::to_string(failed) + " failed").c_str() : "");
  return failed > 0 ? 1 : 0;
}
