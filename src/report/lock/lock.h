// SPDX-License-Identifier: Apache-2.0
// A Lock is what a config selects on a model, as `overmatch lock` writes it to a file.
//
// The file is text, one fact a line, so that a diff of it says what changed:
//
//   overmatch lock 1
//   tree: 453 modules, digest 51c6f5ddfb4aa5d7
//   read by: PEFT 0.21.2
//
//   result adapted: 64
//     model.layers.{0..31}.self_attn.{q_proj,v_proj}  64
//
//   entry target_modules "q_proj": 32
//     model.layers.{0..31}.self_attn.q_proj  32
//
// A result is what counts: which modules get an adapter, a label and so on. The entries say by
// what. Equal selections on equal trees give the same bytes, in whatever order a file lists the
// modules. Of what is not judged, the file keeps the text:
//
//   not judged: quantization_config.exclude ["lm_head"]
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/audit/run_audit.h"
#include "report/lock/lock_names.h"

namespace overmatch {

struct LockResult {
  // What is done to the names: "adapted", "saved", "tokens" and "adapted_parameters" of PEFT, as in
  // the JSON of an audit; "selected"; `label "int8"`; or a member of a config.
  std::string name;
  bool judged = true;  // false: the known facts do not decide it
  FoldedNames names;
  bool of_parameters = false;  // the names are those of parameters; a file does not say it
};

// An entry of the config, with what it decides or selects in force.
struct LockEntry {
  std::string head;  // `target_modules "q_proj"`, `"blocks" label "int8"`
  FoldedNames names;
};

// A member that is not judged, and its text.
struct LockOpen {
  std::string member;
  std::string entries;  // as JSON; "" if it is not known
};

struct Lock {
  std::size_t modules = 0;
  // Of the paths of the tree, in whatever order: the sum of their mixed FNV-1a hashes.
  std::uint64_t digest = 0;
  std::string read_by;               // AuditReport::read_by
  std::vector<LockOpen> not_judged;  // sorted by member
  std::vector<LockResult> results;
  std::vector<LockEntry> entries;

  // Whether something is not judged, so that a comparison cannot see all.
  [[nodiscard]] bool is_incomplete() const noexcept;
  // Whether nothing is judged.
  [[nodiscard]] bool is_empty() const noexcept;
};

// "PEFT 0.21.2 refuses the config, so that it selects nothing: ..."; nothing if it accepts it.
[[nodiscard]] std::optional<std::string> refusal_of(const AuditReport& report);
// What an audit found selected. Throws InputError for a refused config.
[[nodiscard]] Lock make_lock(const AuditReport& report);

// The text of a lock file.
[[nodiscard]] std::string lock_text(const Lock& lock);
// What a lock holds in one line: "2 results, 113 names, 4 entries".
[[nodiscard]] std::string in_words(const Lock& lock);
// Parses it; `file` is the name for messages. Throws InputError "FILE:LINE: reason".
[[nodiscard]] Lock parse_lock(std::string_view text, const std::string& file);

// The digest of a tree (Lock::digest). The root does not count, as not all formats list it.
// O(segments).
[[nodiscard]] std::uint64_t digest_of(const TreeIndex& index);

}  // namespace overmatch
