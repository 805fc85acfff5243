// SPDX-License-Identifier: Apache-2.0
// Conformance vectors: a small set of cases for test suites in languages that cannot call us,
// chosen so that it kills every planted bug that one question can show.
//
// A vector names the mistake that it guards against and the planted bugs that it kills. The set is
// chosen by a greedy cover of the pairs of a bug and a collision kind in which it shows, so that no
// vector can be left out, no kind is missing that some bug shows in, and each vector asks about
// modules on both sides of its pattern where there are such. Bugs that need several questions, or
// that only the C interface allows, are no vector's affair.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"
#include "cases/collision_kind.h"
#include "planted/planted.h"

namespace overmatch {

struct Vector {
  Case content;
  std::vector<CollisionKind> kinds;  // in which the killed bugs show
  std::string guards;                // the mistake, in one line
  // Of a bug that ends the process: if this is the first vector that it ends on
  std::vector<const Planted*> kills;
};

// The mode's set, simplest case first. Deterministic: the same on every machine and by every
// compiler. Takes a second or two a mode, and forks processes for the bugs that end theirs.
[[nodiscard]] std::vector<Vector> make_vectors(Mode mode);

// Whether a fresh matcher of that bug answers the case otherwise than the reference. A bug that
// ends the process ends this one.
[[nodiscard]] bool kills(const Case& content, const Planted& bug);

// As a case file on one line, without a newline, its `about` holding `kinds`, `guards` and `kills`.
[[nodiscard]] std::string format_vector(const Vector& vector);

// For languages without JSON: "MODE PATTERNS MODULES\n", each pattern and each module as "SIZE
// BYTES\n" with its size in bytes, then "=0110\n" with a digit for each module, or "rejected\n",
// and last the mistake, "SIZE BYTES\n".
[[nodiscard]] std::string format_counted(const Vector& vector);

}  // namespace overmatch
