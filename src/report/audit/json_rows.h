// SPDX-License-Identifier: Apache-2.0
// JsonRows writes the rows of an audit's JSON, each by a table of its fields.
//
// It writes text, without a document: an audit of a big model lists 100,000s of paths.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "names/readers/json_text.h"
#include "report/audit/audit_report.h"

namespace overmatch {

class JsonRows;

// A member of the objects that rows become.
template <typename Row>
struct JsonField {
  std::string_view name;
  void (*write)(JsonRows& out, const Row& row);
  bool (*has)(const AuditReport& report, const Row& row) = nullptr;  // null: always
};

// Where the rows of a list stand: all on one line, or each on a line of its own.
enum class JsonLines : std::uint8_t { one, each };

class JsonRows {
 public:
  explicit JsonRows(const AuditReport& report) : report_(report), index_(*report.index) {}

  [[nodiscard]] const AuditReport& report() const noexcept { return report_; }
  [[nodiscard]] std::string& out() noexcept { return out_; }

  void raw(std::string_view text) { out_ += text; }
  void text(std::string_view value) { append_json_string(out_, value); }
  void text_or_null(const std::optional<std::string>& value) {
    if (value)
      text(*value);
    else
      out_ += "null";
  }
  void number(std::size_t value) { out_ += std::to_string(value); }
  // A member of the document, on a line of its own.
  void member(std::string_view name) {
    out_ += out_.empty() ? "{\n  " : ",\n  ";
    text(name);
    out_ += ": ";
  }

  // A list in brackets, of which `write` writes each item.
  template <typename Items, typename Write>
  void list(const Items& items, const Write& write, JsonLines lines = JsonLines::one) {
    out_ += '[';
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += lines == JsonLines::one ? ", " : ",";
      first = false;
      if (lines == JsonLines::each) out_ += "\n    ";
      write(item);
    }
    out_ += ']';
  }
  void paths(const Selection& modules) {
    list(modules, [&](std::uint32_t module) { text(index_.path(module)); });
  }
  template <typename Strings>
  void strings(const Strings& all) {
    list(all, [&](std::string_view one) { text(one); });
  }

  template <typename Row, std::size_t kCount>
  void object(const Row& row, const std::array<JsonField<Row>, kCount>& fields) {
    out_ += '{';
    bool first = true;
    for (const JsonField<Row>& field : fields) {
      if (field.has != nullptr && !field.has(report_, row)) continue;
      if (!first) out_ += ", ";
      first = false;
      text(field.name);
      out_ += ": ";
      field.write(*this, row);
    }
    out_ += '}';
  }
  template <typename Rows, typename Row, std::size_t kCount>
  void objects(const Rows& rows, const std::array<JsonField<Row>, kCount>& fields,
               JsonLines lines = JsonLines::one) {
    list(rows, [&](const Row& row) { object(row, fields); }, lines);
  }

 private:
  const AuditReport& report_;
  const TreeIndex& index_;
  std::string out_;
};

}  // namespace overmatch
