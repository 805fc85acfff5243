// SPDX-License-Identifier: Apache-2.0
// Results on their way from the process that runs a subject to its supervisor: records in a ring of
// shared memory.
//
// No descriptor is involved, so a subject that closes all descriptors or writes into them changes
// nothing. Each record travels in a frame that holds a number known to both ends only, the size and
// a checksum; the last frame, the closing record, holds how many records and bytes came before it.
// A stream without it comes from work that did not come to its end, whatever its process says.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "subjects/shared_memory.h"

namespace overmatch {

class ResultChannel {
 public:
  // Maps the ring. Throws std::system_error.
  ResultChannel();

  // In the process that writes, before all else: its children have no part in the channel.
  void keep_from_children() const { ring_.keep_from_children(); }
  // Writes a record. Waits while the ring is full.
  void write(std::string_view record);
  // Writes the closing record: nothing may be written afterwards.
  void close();
  // Instead: the work could not begin, and why.
  void refuse(std::string_view why);

  // In the process that reads: takes what is there. Returns the number of bytes.
  std::size_t drain();
  // The records received whole so far, one behind the other.
  [[nodiscard]] std::string& output() noexcept { return output_; }
  // Whether the closing record arrived, and its counts are those of the records that did.
  [[nodiscard]] bool closed() const noexcept { return closed_; }
  // Whether something arrived that the work did not write.
  [[nodiscard]] bool broken() const noexcept { return broken_; }
  // What `refuse` said, "" if it was not called.
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
  std::string pending_;  // received, no whole frame yet
  std::string output_;
  std::string refusal_;
  bool closed_ = false;
  bool broken_ = false;
};

}  // namespace overmatch
