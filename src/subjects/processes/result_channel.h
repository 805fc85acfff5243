// SPDX-License-Identifier: Apache-2.0
// Sends records from the process that runs a subject to its supervisor, by a shared ring buffer.
//
// It needs no descriptor, so a subject that closes descriptors or writes to them does no harm. Each
// record is framed by a nonce that only both ends know, its size and a checksum. The last frame,
// the closing record, counts the records and bytes before it; without it the work did not finish.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "subjects/processes/shared_memory.h"

namespace overmatch {

class ResultChannel {
 public:
  // Maps the ring. Throws std::system_error.
  ResultChannel();

  // In the writing process, before anything else: hides the ring from its children.
  void keep_from_children() const { ring_.keep_from_children(); }
  // Writes a record; waits while the ring is full.
  void write(std::string_view record);
  // Writes the closing record. Nothing may be written afterwards.
  void close();
  // Writes instead why the work could not begin.
  void refuse(std::string_view why);

  // In the reading process: takes the available bytes, and returns their number.
  std::size_t drain();
  // The records that arrived whole so far, concatenated.
  [[nodiscard]] std::string& output() noexcept { return output_; }
  // Whether the closing record arrived and its counts are right.
  [[nodiscard]] bool closed() const noexcept { return closed_; }
  // Whether bytes arrived that the work did not write.
  [[nodiscard]] bool broken() const noexcept { return broken_; }
  // The reason given to `refuse`; "" if it was not called.
  [[nodiscard]] const std::string& refusal() const noexcept { return refusal_; }

 private:
  enum class Kind : std::uint64_t { record, closing, refusal };
  struct Header {
    std::uint64_t nonce;
    Kind kind;
    std::uint64_t size;
    std::uint64_t checksum;
  };
  struct Counts {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::uint64_t checksum = 0;  // of all records
    friend bool operator==(const Counts&, const Counts&) = default;
  };
  static constexpr std::size_t kRing = 1U << 20U;
  struct Ring {
    std::atomic<std::uint64_t> written = 0;
    std::atomic<std::uint64_t> read = 0;
    std::array<char, kRing> bytes;
  };

  [[nodiscard]] static std::uint64_t checksum_of(std::string_view bytes);
  void send(Kind kind, std::string_view payload);
  void put(std::string_view bytes);
  void take_frames();
  void take_frame(Kind kind, std::string_view payload);

  Shared<Ring> ring_;
  std::uint64_t nonce_;
  Counts counts_;        // of this end
  std::string pending_;  // received, but not a whole frame yet
  std::string output_;
  std::string refusal_;
  bool closed_ = false;
  bool broken_ = false;
};

}  // namespace overmatch
