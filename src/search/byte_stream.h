// SPDX-License-Identifier: Apache-2.0
// A byte stream carries values from the child process that runs the subject to the parent that
// reports.
//
// Both ends are the same program: numbers are in host byte order, and there is no version.
// Truncated data is detected, since a child may be killed while it writes.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "cases/case.h"

namespace overmatch {

// Appends values to a byte string; each call returns the writer.
class ByteWriter {
 public:
  // A number in 8 bytes.
  ByteWriter& number(std::uint64_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  // A text after its size in bytes.
  ByteWriter& text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
    return *this;
  }
  ByteWriter& names(const Names& value) {
    number(value.size());
    for (const std::string_view name : value) text(name);
    return *this;
  }
  // A whole case.
  ByteWriter& content(const Case& value) {
    number(static_cast<std::uint64_t>(value.mode)).names(value.patterns).names(value.modules);
    number(value.intended ? 1 : 0).text(value.intended.value_or(""));
    const EntryLabels& labels = value.labels;
    number(static_cast<std::uint64_t>(labels.order)).number(labels.numbers.size());
    for (const Label label : labels.numbers) number(label);
    number(labels.names.size());
    for (const std::string& name : labels.names) text(name);
    return *this;
  }
  // Everything written so far.
  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

 private:
  std::string bytes_;
};

// Reads the values of a ByteWriter in the same order. After the end of the data every value is
// empty or 0, and `ok` is false. The bytes must outlive the reader and the texts that it returns.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
  // Whether all bytes are read.
  [[nodiscard]] bool at_end() const noexcept { return bytes_.empty(); }
  // Whether every value so far was complete.
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  std::uint64_t number() {
    std::uint64_t value = 0;
    const std::string_view raw = take(sizeof value);
    if (ok_) std::memcpy(&value, raw.data(), sizeof value);
    return value;
  }
  std::string_view text() { return take(number()); }
  void names(Names& value) {
    value.clear();
    for (std::uint64_t count = number(); ok_ && count > 0; --count) value.push_back(text());
  }
  void content(Case& value) {
    value.mode = static_cast<Mode>(number());
    names(value.patterns);
    names(value.modules);
    const bool intended = number() != 0;
    const std::string_view path = text();
    value.intended.reset();
    if (intended) value.intended = std::string(path);
    EntryLabels& labels = value.labels;
    labels.clear();
    labels.order = static_cast<Order>(number());
    for (std::uint64_t count = number(); ok_ && count > 0; --count)
      labels.numbers.push_back(static_cast<Label>(number()));
    for (std::uint64_t count = number(); ok_ && count > 0; --count)
      labels.names.emplace_back(text());
  }

 private:
  std::string_view take(std::uint64_t size) {
    if (!ok_ || size > bytes_.size()) {
      ok_ = false;
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace overmatch
