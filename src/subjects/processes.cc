// SPDX-License-Identifier: Apache-2.0
#include "subjects/processes.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

namespace overmatch {

namespace {

namespace fs = std::filesystem;

// The first fields of /proc/PID/stat of a process or thread.
struct Stat {
  char state = '\0';
  pid_t parent = 0;
  pid_t group = 0;
  pid_t session = 0;
  long threads = 0;

  // A process whose first thread has ended looks like a zombie, though other threads go on.
  [[nodiscard]] bool lives() const noexcept { return state != 'Z' || threads > 1; }
};

std::optional<Stat> read_stat(const fs::path& folder) {
  std::ifstream file(folder / "stat");
  std::string line;
  std::getline(file, line, '\0');
  const std::size_t name = line.rfind(") ");  // the name before it may hold any character
  if (name == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(name + 2));
  Stat stat;
  if (!(fields >> stat.state >> stat.parent >> stat.group >> stat.session)) return std::nullopt;
  constexpr int kFieldsBetween = 13;
  std::string passed;
  for (int field = 0; field < kFieldsBetween; ++field) fields >> passed;
  if (!(fields >> stat.threads)) return std::nullopt;
  return stat;
}

// Calls a function for each entry of a folder, which may vanish meanwhile.
template <typename Visit>
void each_entry(const fs::path& folder, const Visit& visit) {
  std::error_code gone;
  for (fs::directory_iterator at(folder, gone); !gone && at != fs::directory_iterator();
       at.increment(gone))
    visit(at->path());
}

// Calls a function for each living process.
template <typename Visit>
void each_process(const Visit& visit) {
  each_entry("/proc", [&](const fs::path& path) {
    const std::string name = path.filename();
    pid_t process = 0;
    const auto end = std::from_chars(name.data(), name.data() + name.size(), process);
    if (end.ec != std::errc() || end.ptr != name.data() + name.size()) return;
    const std::optional<Stat> stat = read_stat(path);
    if (stat && stat->lives()) visit(process, *stat);
  });
}

std::string folder_of(pid_t process) { return "/proc/" + std::to_string(process); }

void add_descendants(pid_t root, std::vector<pid_t>& to) {
  each_entry(folder_of(root) + "/task", [&](const fs::path& task) {
    std::ifstream children(task / "children");
    for (pid_t child = 0; children >> child;) {
      to.push_back(child);
      add_descendants(child, to);
    }
  });
}

}  // namespace

std::vector<pid_t> all_below(pid_t root) {
  std::multimap<pid_t, pid_t> children;
  each_process([&](pid_t process, const Stat& stat) { children.emplace(stat.parent, process); });
  std::vector<pid_t> all;
  const auto add = [&](pid_t parent) {
    const auto [begin, end] = children.equal_range(parent);
    for (auto at = begin; at != end; ++at) all.push_back(at->second);
    children.erase(begin, end);  // so that a reused process number makes no cycle
  };
  add(root);
  for (std::size_t at = 0; at < all.size(); ++at) add(all[at]);
  return all;
}

std::vector<pid_t> processes_of_session(pid_t session) {
  std::vector<pid_t> found;
  each_process([&](pid_t process, const Stat& stat) {
    if (stat.session == session) found.push_back(process);
  });
  return found;
}

std::vector<pid_t> descendants_of(pid_t root) {
  std::vector<pid_t> all;
  add_descendants(root, all);
  return all;
}

std::chrono::microseconds cpu_time(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0)
    return std::chrono::microseconds(0);
  return std::chrono::microseconds(time.tv_sec * 1'000'000 + time.tv_nsec / 1000);
}

std::uint64_t resident_bytes(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

bool is_busy(pid_t process) {
  bool busy = false;
  each_entry(folder_of(process) + "/task", [&](const fs::path& task) {
    if (busy) return;
    const std::optional<Stat> stat = read_stat(task);
    busy = stat && (stat->state == 'R' || stat->state == 'D');
  });
  return busy;
}

}  // namespace overmatch
