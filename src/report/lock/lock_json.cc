// SPDX-License-Identifier: Apache-2.0
// A difference as JSON.
#include "names/readers/json_text.h"
#include "report/lock/lock_difference.h"

namespace overmatch {

std::string difference_json(const LockDifference& difference, const std::string& file) {
  std::string out = "{\"file\": ";
  append_json_string(out, file);
  out += difference.changes.empty() ? ", \"same\": true" : ", \"same\": false";
  out += difference.incomplete ? ", \"complete\": false" : ", \"complete\": true";
  out += ",\n  \"changes\": [";
  for (const LockChange& change : difference.changes) {
    out += &change == &difference.changes.front() ? "\n    {\"kind\": " : ",\n    {\"kind\": ";
    append_json_string(out, to_string(change.kind));
    out += ", \"result\": ";
    append_json_string(out, change.result);
    out += ", \"why\": ";
    append_json_string(out, change.why);
    out += ", \"names\": [";
    bool first = true;
    for (const std::string& name : names_of(change.names)) {
      out += first ? "" : ", ";
      append_json_string(out, name);
      first = false;
    }
    out += "]}";
  }
  out += "],\n  \"notes\": [";
  for (const std::string& note : difference.notes) {
    out += &note == &difference.notes.front() ? "" : ", ";
    append_json_string(out, note);
  }
  return out + "]}\n";
}

}  // namespace overmatch
