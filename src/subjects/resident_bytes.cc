// SPDX-License-Identifier: Apache-2.0
#include "subjects/resident_bytes.h"

#include <unistd.h>

#include <fstream>
#include <string>

namespace overmatch {

std::uint64_t resident_bytes(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace overmatch
