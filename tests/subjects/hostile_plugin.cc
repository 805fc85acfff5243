// SPDX-License-Identifier: Apache-2.0
// A plugin that does to its process what no matcher should. $HOSTILE says what, by a name of the
// tables below, and $HOSTILE_RULE how it answers: "segment" (right) or "endswith" (the historical
// mistake).
#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include "subjects/overmatch_plugin.h"

namespace {

constexpr int kDescriptors = 1024;
constexpr unsigned kLong = 1000;  // seconds

struct Deed {
  std::string_view name;
  void (*act)();
};

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void close_all() {
  for (int descriptor = 0; descriptor < kDescriptors; ++descriptor) close(descriptor);
}
void burn() {
  for (std::atomic<unsigned> turns = 0;;) ++turns;
}
void write_into_all() {
  const std::string junk(4096, '\x01');
  for (int descriptor = 0; descriptor < kDescriptors; ++descriptor) {
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    static_cast<void>(!write(descriptor, junk.data(), junk.size()));
  }
}
void leave_child() {
  if (fork() == 0) {
    sleep(kLong);
    _exit(0);
  }
}
void leave_daemon() {
  if (fork() != 0) return;
  setsid();
  if (fork() == 0) {
    close_all();
    sleep(kLong);
  }
  _exit(0);
}
// Each the child of the last: one that is ended leaves the rest to whoever is next above it.
void leave_chain() {
  constexpr int kLinks = 400;
  if (fork() != 0) return;
  for (int link = 1; link < kLinks && fork() == 0; ++link) {
  }
  sleep(kLong);
  _exit(0);
}
// A child that looks like one that has ended.
void leave_headless() {
  if (fork() != 0) return;
  pthread_t thread{};
  const auto wait = [](void*) -> void* {
    sleep(kLong);
    return nullptr;
  };
  pthread_create(&thread, nullptr, wait, nullptr);
  syscall(SYS_exit, 0);  // this thread only
}
void lose_folder() {
  std::string folder = "/tmp/overmatch-hostile-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr || chdir(folder.c_str()) != 0) std::abort();
  rmdir(folder.c_str());
}
void ignore_signals() {
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_IGN);
}
void print() {
  std::puts("a plugin says hello");
  std::fflush(stdout);
}

// At the first question of each process.
constexpr Deed kFirst[] = {
    {"exit_86", [] { _exit(86); }},
    {"exit_0", [] { std::exit(0); }},
    {"close_all", close_all},
    {"close_all_and_burn",
     [] {
       close_all();
       burn();
     }},
    {"write_into_all", write_into_all},
    {"leave_child", leave_child},
    {"leave_daemon", leave_daemon},
    {"leave_chain", leave_chain},
    {"leave_headless", leave_headless},
    {"child_returns", [] { static_cast<void>(fork()); }},
    {"lose_folder", lose_folder},
    {"ignore_signals_and_burn",
     [] {
       ignore_signals();
       burn();
     }},
    {"kill_group", [] { kill(0, SIGKILL); }},
    {"kill_parent", [] { kill(getppid(), SIGKILL); }},
    {"terminate_parent",
     [] {
       kill(getppid(), SIGTERM);
       sleep(kLong);
     }},
    {"stop_parent", [] { kill(getppid(), SIGSTOP); }},
    {"stop_itself", [] { raise(SIGSTOP); }},
    {"leave_thread", [] { pthread_exit(nullptr); }},
};

// At each question: takes paths to pieces where they stand, as strtok does.
void write_into_modules(const overmatch_query* query) {
  for (std::size_t module = 0; module < query->module_count; ++module) {
    const overmatch_text& path = query->modules[module];
    std::replace(const_cast<char*>(path.data), const_cast<char*>(path.data) + path.size, '.', '\0');
  }
}

// When it is loaded.
constexpr Deed kLoading[] = {
    {"load_prints", print},
    {"load_aborts", std::abort},
    {"load_exits", [] { _exit(86); }},
    // From the second time on.
    {"load_exits_again",
     [] {
       if (open("loaded", O_CREAT | O_EXCL | O_WRONLY, 0600) < 0) _exit(86);
     }},
    {"load_sets_alarm",
     [] {
       alarm(1);
       sleep(kLong);
     }},
    {"load_burns", burn},
    {"load_ignores_signals", ignore_signals},
    {"load_kills_parent", [] { kill(getppid(), SIGKILL); }},
};

// When the process ends.
constexpr Deed kUnloading[] = {
    {"unload_exits", [] { _exit(0); }},
    {"unload_aborts", std::abort},
};

template <std::size_t size>
void act(const Deed (&deeds)[size]) {
  for (const Deed& deed : deeds) {
    if (deed.name == variable("HOSTILE")) deed.act();
  }
}

struct Presence {
  Presence() { act(kLoading); }
  ~Presence() { act(kUnloading); }
};
const Presence presence;

bool ends_with(const overmatch_text& text, std::string_view end) {
  return std::string_view(text.data, text.size).ends_with(end);
}

int match(const overmatch_query* query, std::uint8_t* selected, char* /*error*/,
          std::size_t /*error_size*/) {
  static bool first = true;
  if (first) {
    first = false;
    act(kFirst);
  }
  const bool right = variable("HOSTILE_RULE") == "segment";
  for (std::size_t module = 0; module < query->module_count; ++module) {
    const overmatch_text& path = query->modules[module];
    selected[module] = 0;
    for (std::size_t at = 0; at < query->pattern_count; ++at) {
      const std::string_view pattern(query->patterns[at].data, query->patterns[at].size);
      const bool whole = std::string_view(path.data, path.size) == pattern;
      const bool hit =
          right ? whole || ends_with(path, "." + std::string(pattern)) : ends_with(path, pattern);
      if (hit) selected[module] = 1;
    }
  }
  if (variable("HOSTILE") == "write_into_modules") write_into_modules(query);
  return 0;
}

const overmatch_plugin kPlugin = {OVERMATCH_PLUGIN_ABI, "hostile", "segment", match};

}  // namespace

extern "C" const overmatch_plugin* overmatch_plugin_v1(void) { return &kPlugin; }
