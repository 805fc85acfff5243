// SPDX-License-Identifier: Apache-2.0
// The heap of a verb that is over in some hundredths of a second, most of which the system would
// spend on fresh memory.
#pragma once

namespace overmatch::cli {

// Keeps what is given back for whoever asks next, and has the heap in huge pages where the system
// has these. By default glibc gives big vectors back at once, and each new one is handed out page
// by page, every page cleared first. Only a matter of time: nothing is done where there is no
// glibc, and failures mean nothing. For verbs that watch over no other process's memory.
void prepare_heap() noexcept;

}  // namespace overmatch::cli
