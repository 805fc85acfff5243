// SPDX-License-Identifier: Apache-2.0
#include "subjects/processes/result_channel.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>

#include "names/platform/platform.h"

namespace overmatch {

namespace {

constexpr useconds_t kFullRingNap = 200;  // microseconds between two polls of a full ring

std::uint64_t new_nonce() {
  std::uint64_t nonce = 0;
  if (!platform::random_bytes(&nonce, sizeof nonce)) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    nonce = static_cast<std::uint64_t>(now) * 0x9E3779B97F4A7C15U;
  }
  return nonce;
}

}  // namespace

ResultChannel::ResultChannel() : nonce_(new_nonce()) {}

// FNV-1a (https://en.wikipedia.org/wiki/Fowler-Noll-Vo_hash_function) over words of eight bytes,
// then over the remaining bytes.
std::uint64_t ResultChannel::checksum_of(std::string_view bytes) {
  constexpr std::uint64_t kPrime = 1099511628211U;
  std::uint64_t sum = 14695981039346656037U;
  while (bytes.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    sum = (sum ^ word) * kPrime;
    bytes.remove_prefix(sizeof word);
  }
  for (const char byte : bytes) sum = (sum ^ static_cast<unsigned char>(byte)) * kPrime;
  return sum;
}

void ResultChannel::put(std::string_view bytes) {
  Ring& ring = ring_.get();
  std::uint64_t written = ring.written.load(std::memory_order_relaxed);
  while (!bytes.empty()) {
    const std::uint64_t space = kRing - (written - ring.read.load(std::memory_order_acquire));
    const std::size_t at = written % kRing;
    const std::size_t size = std::min({bytes.size(), static_cast<std::size_t>(space), kRing - at});
    if (size == 0) {
      usleep(kFullRingNap);
      continue;
    }
    std::memcpy(ring.bytes.data() + at, bytes.data(), size);
    bytes.remove_prefix(size);
    written += size;
    ring.written.store(written, std::memory_order_release);
  }
}

void ResultChannel::send(Kind kind, std::string_view payload) {
  const Header header{nonce_, kind, payload.size(), checksum_of(payload)};
  put({reinterpret_cast<const char*>(&header), sizeof header});
  put(payload);
}

void ResultChannel::write(std::string_view record) {
  send(Kind::record, record);
  ++counts_.records;
  counts_.bytes += record.size();
  counts_.checksum = counts_.checksum * 31 + checksum_of(record);
}

void ResultChannel::close() {
  send(Kind::closing, {reinterpret_cast<const char*>(&counts_), sizeof counts_});
}

void ResultChannel::refuse(std::string_view why) { send(Kind::refusal, why); }

std::size_t ResultChannel::drain() {
  Ring& ring = ring_.get();
  std::uint64_t read = ring.read.load(std::memory_order_relaxed);
  const std::uint64_t written = ring.written.load(std::memory_order_acquire);
  const std::uint64_t size = written - read;
  if (size > kRing) {
    broken_ = true;  // the subject has overwritten the ring's counters
    return 0;
  }
  while (read != written) {
    const std::size_t at = read % kRing;
    const std::size_t piece = std::min(static_cast<std::size_t>(written - read), kRing - at);
    pending_.append(ring.bytes.data() + at, piece);
    read += piece;
  }
  ring.read.store(read, std::memory_order_release);
  if (size > 0) take_frames();
  return static_cast<std::size_t>(size);
}

void ResultChannel::take_frames() {
  std::size_t done = 0;
  while (!broken_ && pending_.size() - done >= sizeof(Header)) {
    Header header;
    std::memcpy(&header, pending_.data() + done, sizeof header);
    if (header.nonce != nonce_ || header.kind > Kind::refusal) {
      broken_ = true;
      break;
    }
    if (pending_.size() - done - sizeof header < header.size) break;
    const std::string_view payload(pending_.data() + done + sizeof header, header.size);
    if (checksum_of(payload) != header.checksum || closed_) {
      broken_ = true;
      break;
    }
    take_frame(header.kind, payload);
    done += sizeof header + header.size;
  }
  pending_.erase(0, done);
}

void ResultChannel::take_frame(Kind kind, std::string_view payload) {
  switch (kind) {
    case Kind::record:
      output_ += payload;
      ++counts_.records;
      counts_.bytes += payload.size();
      counts_.checksum = counts_.checksum * 31 + checksum_of(payload);
      break;
    case Kind::closing: {
      Counts counts;
      if (payload.size() == sizeof counts) {
        std::memcpy(&counts, payload.data(), sizeof counts);
        closed_ = counts == counts_;
      }
      broken_ = !closed_;
      break;
    }
    case Kind::refusal: refusal_ = payload; break;
  }
}

}  // namespace overmatch
