// SPDX-License-Identifier: Apache-2.0
#include "names/model_facts.h"

#include <algorithm>

namespace overmatch {

namespace {

// Whether `full` is `name`, or ends with a dot and `name`.
bool is_called(const std::string& full, const std::string& name) noexcept {
  return full.ends_with(name) &&
         (full.size() == name.size() || full[full.size() - name.size() - 1] == '.');
}

}  // namespace

bool ModuleClass::is_a(const std::string& wanted) const noexcept {
  return is_called(name, wanted) || std::any_of(bases.begin(), bases.end(), [&](const auto& base) {
           return is_called(base, wanted);
         });
}

const ModuleClass* ModelFacts::class_at(std::size_t module) const noexcept {
  if (module >= class_of.size() || class_of[module] == kNoClass) return nullptr;
  return &classes[class_of[module]];
}

}  // namespace overmatch
